import { z } from 'zod';
import { isSuccess, readBody } from './graph-answer';
import type { GraphConnection } from './connect-graph';
import { odataText } from './graph-call';

/**
 * Whether the group is a resource of entitlement management, so that access packages give out its membership;
 * null = this sign-in may not read that, or the tenant has no such licence. UNVERIFIED: that `resources` of
 * entitlement management can be filtered by `originId` (schema, Graph v1.0 of August 2026). The answers are compared
 * too, so an ignored filter finds no stranger. Only reads; throws as GraphConnection.ask does.
 */
export async function readPackageResource(graph: GraphConnection, group: string): Promise<boolean | null> {
  const answer = await graph.ask({
    method: 'GET',
    pathTemplate: '/identityGovernance/entitlementManagement/resources',
    query: { $filter: `originId eq ${odataText(group)}` },
  });
  if (!isSuccess(answer)) return null;
  const { value } = readBody(
    answer,
    z.object({ value: z.array(z.looseObject({ originId: z.string().nullish() })) }),
  );
  return value.some(({ originId }) => originId?.toLowerCase() === group.toLowerCase());
}
