import type { TenantId } from '../../domain/ids';
import type { GraphConnection } from './connect-graph';
import type { GraphAnswer } from './graph-answer';

/** The tenant's own entry of cross-tenant access (404: it has none), and the default that stands in for what it leaves out. */
export async function askCrossTenantEntries(
  graph: GraphConnection,
  tenant: TenantId,
): Promise<{ own: GraphAnswer; fallback: GraphAnswer }> {
  const own = await graph.ask({
    method: 'GET',
    pathTemplate: '/policies/crossTenantAccessPolicy/partners/{tenant}',
    ids: { tenant },
  });
  const fallback = await graph.ask({
    method: 'GET',
    pathTemplate: '/policies/crossTenantAccessPolicy/default',
  });
  return { own, fallback };
}
