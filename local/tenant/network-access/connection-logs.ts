import type { GraphRoutes } from '../core/graph-routes';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { connectionRows } from './connection-log';

const OPTIONS: CollectionOptions = {
  context: 'networkAccess/logs/connections',
  type: 'networkaccess.connection',
  filterable: {
    userId: { plain: ['eq'] },
    deviceId: { plain: ['eq'] },
    trafficType: { plain: ['eq'] },
    createdDateTime: { plain: ['ge', 'gt', 'le', 'lt'] },
  },
};

/** Connections of the Global Secure Access client, newest first; beta only. That filters work is UNVERIFIED. */
export function registerConnectionLogs(graph: GraphRoutes): void {
  graph.get(
    '/networkAccess/logs/connections',
    { permissions: ['NetworkAccess.Read.All', 'NetworkAccess.ReadWrite.All'], versions: ['beta'] },
    (call) =>
      collectionReply(
        call,
        call.tenant.store
          .in(connectionRows)
          .all()
          .map((row) => ({ ...row }))
          .reverse(),
        OPTIONS,
      ),
  );
}
