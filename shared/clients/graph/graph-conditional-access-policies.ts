import { z } from 'zod';
import type { BlockPolicyFacts } from '../../domain/prepare/plan-block-policy';
import type { ConditionalAccessPolicies } from '../conditional-access-policies';
import type { GraphConnection } from './connect-graph';
import { requireSuccess } from './graph-answer';
import { graphPages } from './graph-pages';

const ids = z.array(z.string()).nullish();
const policy = z.looseObject({
  id: z.string(),
  displayName: z.string().nullish(),
  state: z.string(),
  conditions: z.looseObject({
    users: z.looseObject({ includeGroups: ids, excludeGroups: ids, excludeUsers: ids }).nullish(),
    applications: z.looseObject({ includeApplications: ids }).nullish(),
  }),
  grantControls: z.looseObject({ builtInControls: ids }).nullish(),
});

/**
 * {@link ConditionalAccessPolicies} over Microsoft Graph v1.0. Delegated permissions: Policy.Read.All and
 * Policy.ReadWrite.ConditionalAccess, with the role Conditional Access Administrator. Throws RetryableError or
 * TerminalError.
 */
export function graphConditionalAccessPolicies(graph: GraphConnection): ConditionalAccessPolicies {
  const change = async (id: string, body: unknown): Promise<void> => {
    const answer = await graph.ask({
      method: 'PATCH',
      pathTemplate: '/identity/conditionalAccess/policies/{policy}',
      ids: { policy: id },
      body,
    });
    requireSuccess(answer);
  };
  return {
    list: async () =>
      (
        await graphPages(
          graph,
          { method: 'GET', pathTemplate: '/identity/conditionalAccess/policies' },
          policy,
        )
      ).map(factsOf),
    createBlock: async ({ displayName, blockedGroup, breakGlass, applications }) => {
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/identity/conditionalAccess/policies',
        body: {
          displayName,
          state: 'enabledForReportingButNotEnforced',
          conditions: {
            clientAppTypes: ['all'],
            users: {
              includeGroups: [blockedGroup],
              excludeGroups: breakGlass.groups,
              excludeUsers: breakGlass.users,
            },
            applications: { includeApplications: applications },
          },
          grantControls: { operator: 'OR', builtInControls: ['block'] },
        },
      });
      requireSuccess(answer);
    },
    // A condition that is given replaces the one that is there (Update conditionalAccessPolicy).
    amend: (id, conditions) => change(id, { conditions }),
    enforce: (id) => change(id, { state: 'enabled' }),
  };
}

const lower = (found: readonly string[] | null | undefined): string[] =>
  (found ?? []).map((id) => (id === 'All' ? id : id.toLowerCase()));

function factsOf(found: z.output<typeof policy>): BlockPolicyFacts {
  const { users, applications } = found.conditions;
  return {
    id: found.id,
    displayName: found.displayName ?? found.id,
    state: found.state,
    isBlock: found.grantControls?.builtInControls?.includes('block') === true,
    includeGroups: lower(users?.includeGroups),
    excludeGroups: lower(users?.excludeGroups),
    excludeUsers: lower(users?.excludeUsers),
    applications: lower(applications?.includeApplications),
    conditions: { users: users ?? {}, applications: applications ?? {} },
  };
}
