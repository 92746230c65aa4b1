import { z } from 'zod';
import type { GroupLicences } from '../group-licences';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { graphPages } from './graph-pages';

const sku = z.looseObject({
  skuId: z.guid(),
  skuPartNumber: z.string().nullish(),
  consumedUnits: z.number().nullish(),
  prepaidUnits: z.looseObject({ enabled: z.number().nullish() }).nullish(),
});

/**
 * {@link GroupLicences} over Microsoft Graph v1.0. Delegated permissions: Organization.Read.All, Group.Read.All and, to
 * assign, LicenseAssignment.ReadWrite.All with the role License Administrator. Throws RetryableError or TerminalError.
 */
export function graphGroupLicences(graph: GraphConnection): GroupLicences {
  return {
    listSkus: async () => {
      const found = await graphPages(graph, { method: 'GET', pathTemplate: '/subscribedSkus' }, sku);
      return found.map((one) => ({
        id: one.skuId.toLowerCase(),
        partNumber: one.skuPartNumber ?? one.skuId,
        boughtUnits: one.prepaidUnits?.enabled ?? 0,
        usedUnits: one.consumedUnits ?? 0,
      }));
    },
    listOf: async (group) => {
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: '/groups/{group}',
        ids: { group },
        query: { $select: 'id,assignedLicenses' },
      });
      const { assignedLicenses } = readBody(
        answer,
        z.object({ assignedLicenses: z.array(z.looseObject({ skuId: z.guid() })).nullish() }),
      );
      return (assignedLicenses ?? []).map(({ skuId }) => skuId.toLowerCase());
    },
    assign: async (group, skuId) => {
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/groups/{group}/assignLicense',
        ids: { group },
        body: { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] },
      });
      requireSuccess(answer);
    },
  };
}
