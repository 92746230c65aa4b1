import { z } from 'zod';
import type { ForwardingProfile, NetworkAccess } from '../network-access';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { graphPages } from './graph-pages';

const forwardingProfile = z.object({
  id: z.string(),
  name: z.string().nullish(),
  state: z.string().nullish(),
  trafficForwardingType: z.string().nullish(),
  servicePrincipal: z.object({ id: z.string() }).nullish(),
});

/**
 * {@link NetworkAccess} over Microsoft Graph; everything under `/networkAccess` exists in beta only. Permissions:
 * NetworkAccess.Read.All and Group.Read.All. Reads only; throws RetryableError or TerminalError.
 */
export function graphNetworkAccess(graph: GraphConnection): NetworkAccess {
  return {
    readOnboardingStatus: async () => {
      const answer = await graph.ask({
        method: 'GET',
        version: 'beta',
        pathTemplate: '/networkAccess/tenantStatus',
      });
      return readBody(answer, z.object({ onboardingStatus: z.string() })).onboardingStatus;
    },
    listForwardingProfiles: async () => {
      const profiles = await graphPages(graph, profilesCall, forwardingProfile);
      return profiles.map(profileOf);
    },
    listAssignedApps: async (group) => {
      const assignments = await graphPages(
        graph,
        { method: 'GET', pathTemplate: '/groups/{group}/appRoleAssignments', ids: { group } },
        z.object({ resourceId: z.string() }),
      );
      return assignments.map(({ resourceId }) => resourceId.toLowerCase());
    },
  };
}

/** UNVERIFIED that `$expand` is what fills `servicePrincipal`; Microsoft's own sample shows null (schema: never null). */
const profilesCall = {
  method: 'GET',
  version: 'beta',
  pathTemplate: '/networkAccess/forwardingProfiles',
  query: { $expand: 'servicePrincipal' },
} as const;

function profileOf(profile: z.output<typeof forwardingProfile>): ForwardingProfile {
  return {
    id: profile.id,
    name: profile.name ?? profile.id,
    trafficForwardingType: profile.trafficForwardingType ?? 'unknown',
    isEnabled: profile.state === 'enabled',
    servicePrincipalId: profile.servicePrincipal?.id ?? null,
  };
}
