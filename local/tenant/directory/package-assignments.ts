import type { GraphRoutes } from '../core/graph-routes';
import { collection } from '../core/store';
import { collectionReply } from '../odata/collection-reply';

/** That somebody has an access package. */
export interface PackageAssignment {
  id: string;
  userId: string;
  /** ISO 8601; null = without an end. */
  endDateTime: string | null;
}

export const packageAssignments = collection<PackageAssignment>('packageAssignments');

const READ = ['EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All'];
const CONTEXT = 'identityGovernance/entitlementManagement/assignments';

/**
 * Who has which access package until when (Graph v1.0, List assignments). All here are delivered. UNVERIFIED: the filter
 * by state alone.
 */
export function registerPackageAssignments(graph: GraphRoutes): void {
  graph.get('/identityGovernance/entitlementManagement/assignments', { permissions: READ }, (call) =>
    collectionReply(call, call.tenant.store.in(packageAssignments).all().map(view), {
      context: CONTEXT,
      type: 'accessPackageAssignment',
      filterable: { state: { plain: ['eq'] } },
      defaults: ['id', 'state', 'status', 'schedule'],
    }),
  );
}

const view = ({ id, userId, endDateTime }: PackageAssignment): Record<string, unknown> => ({
  id,
  state: 'Delivered',
  status: 'Delivered',
  schedule: {
    startDateTime: null,
    expiration: { endDateTime, type: endDateTime === null ? 'noExpiration' : 'afterDateTime' },
  },
  target: { objectId: userId },
});
