import type { GraphRoutes } from '../core/graph-routes';
import { collectionReply } from '../odata/collection-reply';
import { groups } from './directory-objects';

const READ = ['EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All'];

/** Groups that access packages give out (UNVERIFIED that `resources` is filtered so; schema of v1.0). */
export function registerPackageResources(graph: GraphRoutes): void {
  const path = '/identityGovernance/entitlementManagement/resources';
  graph.get(path, { permissions: READ }, (call) =>
    collectionReply(
      call,
      call.tenant.store
        .in(groups)
        .all()
        .filter(({ isPackageResource }) => isPackageResource)
        .map(({ id, displayName }) => ({ id, originId: id, originSystem: 'AadGroup', displayName })),
      {
        context: 'identityGovernance/entitlementManagement/resources',
        type: 'accessPackageResource',
        filterable: { originId: { plain: ['eq'] } },
      },
    ),
  );
}
