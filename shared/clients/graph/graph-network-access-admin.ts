import { z } from 'zod';
import type { AppRoleAssignments } from '../app-role-assignments';
import type { NetworkAccessAdmin } from '../network-access-admin';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { graphPages } from './graph-pages';

const forwardingProfile = z.object({
  id: z.string(),
  state: z.string().nullish(),
  trafficForwardingType: z.string().nullish(),
  isCustomProfile: z.boolean().nullish(),
  servicePrincipal: z
    .looseObject({
      id: z.string(),
      appId: z.string().nullish(),
      appRoleAssignmentRequired: z.boolean().nullish(),
    })
    .nullish(),
});

/**
 * {@link NetworkAccessAdmin} over Microsoft Graph beta. Delegated permissions: NetworkAccess.ReadWrite.All with the role
 * Global Secure Access Administrator, and those of `appRoles` with Application Administrator. Throws RetryableError
 * or TerminalError.
 */
export function graphNetworkAccessAdmin(
  graph: GraphConnection,
  appRoles: AppRoleAssignments,
): NetworkAccessAdmin {
  return {
    readOnboardingStatus: async () => {
      const answer = await graph.ask({
        method: 'GET',
        version: 'beta',
        pathTemplate: '/networkAccess/tenantStatus',
      });
      return readBody(answer, z.object({ onboardingStatus: z.string() })).onboardingStatus;
    },
    onboard: async () => {
      // 204 by its page; the resource page says that a status comes back: any success is one.
      const answer = await graph.ask({
        method: 'POST',
        version: 'beta',
        pathTemplate: '/networkAccess/microsoft.graph.networkaccess.onboard',
      });
      requireSuccess(answer);
    },
    listProfiles: async () => {
      const found = await graphPages(
        graph,
        {
          method: 'GET',
          version: 'beta',
          pathTemplate: '/networkAccess/forwardingProfiles',
          query: { $expand: 'servicePrincipal' },
        },
        forwardingProfile,
      );
      return found.filter(({ isCustomProfile }) => isCustomProfile !== true).map(profileOf);
    },
    enableProfile: async (profile) => {
      const answer = await graph.ask({
        method: 'PATCH',
        version: 'beta',
        pathTemplate: '/networkAccess/forwardingProfiles/{profile}',
        ids: { profile },
        body: { state: 'enabled' },
      });
      requireSuccess(answer);
    },
    ...profileAssignment(graph, appRoles),
  };
}

/**
 * INFERRED, all of it: no page and no schema says how a profile is given to a group. The profile has an enterprise app,
 * and the portal wants an Application Administrator for it; so a profile is assigned by an app role on that app, and
 * is for all users while that app requires no assignment (facts, identity-and-desktops C3; schemas, surprise 5).
 */
function profileAssignment(
  graph: GraphConnection,
  appRoles: AppRoleAssignments,
): Pick<NetworkAccessAdmin, 'isProfileAssigned' | 'assignProfile' | 'narrowProfile'> {
  return {
    isProfileAssigned: (group, servicePrincipal) => appRoles.isAssigned(group, servicePrincipal),
    assignProfile: (group, servicePrincipal) => appRoles.ensure(group, servicePrincipal),
    narrowProfile: async (servicePrincipal) => {
      const answer = await graph.ask({
        method: 'PATCH',
        pathTemplate: '/servicePrincipals/{principal}',
        ids: { principal: servicePrincipal },
        body: { appRoleAssignmentRequired: true },
      });
      requireSuccess(answer);
    },
  };
}

function profileOf(profile: z.output<typeof forwardingProfile>) {
  const { servicePrincipal } = profile;
  const required = servicePrincipal?.appRoleAssignmentRequired;
  return {
    id: profile.id,
    kind: profile.trafficForwardingType ?? 'unknown',
    isEnabled: profile.state === 'enabled',
    servicePrincipal: servicePrincipal?.id ?? null,
    appId: servicePrincipal?.appId?.toLowerCase() ?? null,
    isForEverybody: typeof required === 'boolean' ? !required : null,
  };
}
