import { z } from 'zod';
import { DESKTOP_APPS } from '../../domain/desktop-apps';
import type { AppliedPolicy } from '../../domain/judge-conditional-access';
import type { SignInRules } from '../sign-in-rules';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';

const policy = z.object({
  id: z.string(),
  state: z.string().nullish(),
  policyApplies: z.boolean().nullish(),
  grantControls: z
    .object({ operator: z.string().nullish(), builtInControls: z.array(z.string()).nullish() })
    .nullish(),
});

/**
 * {@link SignInRules} over Microsoft Graph v1.0, whose metadata has the action (August 2026); the body follows the page
 * of the beta (UNVERIFIED in v1.0). Permission: Policy.Read.ConditionalAccess. Safe to repeat; throws RetryableError
 * or TerminalError. The limit gives no Retry-After.
 */
export function graphSignInRules(graph: GraphConnection): SignInRules {
  return {
    policiesForGuestsOf: async (tenant) => {
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/identity/conditionalAccess/evaluate',
        body: {
          signInIdentity: {
            '@odata.type': '#microsoft.graph.userSignIn',
            externalTenantId: tenant,
            externalUserType: 'b2bCollaborationGuest',
          },
          signInContext: {
            '@odata.type': '#microsoft.graph.applicationContext',
            includeApplications: DESKTOP_APPS,
          },
          signInConditions: { devicePlatform: 'windows', clientAppType: 'mobileAppsAndDesktopClients' },
          appliedPoliciesOnly: true,
        },
      });
      const { value } = readBody(answer, z.object({ value: z.array(policy) }));
      return value.filter(({ policyApplies }) => policyApplies !== false).map(appliedPolicy);
    },
  };
}

function appliedPolicy({ id, state, grantControls }: z.output<typeof policy>): AppliedPolicy {
  return {
    id,
    state: state ?? 'enabled',
    controls: grantControls?.builtInControls ?? [],
    isAnyEnough: grantControls?.operator?.toUpperCase() === 'OR',
  };
}
