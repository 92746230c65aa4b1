import { z } from 'zod';
import type { Licences } from '../licences';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { graphPages } from './graph-pages';
import { userCall } from './user-call';

const sku = z.object({
  skuId: z.string(),
  consumedUnits: z.int().nullish(),
  prepaidUnits: z.object({ enabled: z.int().nullish(), warning: z.int().nullish() }).nullish(),
});
const group = z.object({ assignedLicenses: z.array(z.object({ skuId: z.string() })).nullish() });
const user = z.object({
  licenseAssignmentStates: z
    .array(
      z.object({
        skuId: z.string(),
        assignedByGroup: z.string().nullish(),
        state: z.string().nullish(),
        error: z.string().nullish(),
      }),
    )
    .nullish(),
});

/**
 * {@link Licences} over Microsoft Graph v1.0. Permissions: LicenseAssignment.Read.All, Group.Read.All, User.Read.All.
 * Reads only; throws RetryableError or TerminalError.
 */
export function graphLicences(graph: GraphConnection): Licences {
  return {
    listUnits: async () => {
      const skus = await graphPages(graph, { method: 'GET', pathTemplate: '/subscribedSkus' }, sku);
      return skus.map(({ skuId, consumedUnits, prepaidUnits }) => ({
        sku: skuId.toLowerCase(),
        // Units in the warning phase of a lapsed subscription can still be given out (subscribedSku resource).
        bought: (prepaidUnits?.enabled ?? 0) + (prepaidUnits?.warning ?? 0),
        used: consumedUnits ?? 0,
      }));
    },
    listSkusOf: async (id) => {
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: '/groups/{group}',
        ids: { group: id },
        query: { $select: 'id,assignedLicenses' },
      });
      return (readBody(answer, group).assignedLicenses ?? []).map(({ skuId }) => skuId.toLowerCase());
    },
    listStatesOf: async (guest) => {
      const answer = await graph.ask(userCall(guest, 'id,licenseAssignmentStates'));
      return (readBody(answer, user).licenseAssignmentStates ?? []).map((one) => ({
        sku: one.skuId.toLowerCase(),
        group: one.assignedByGroup?.toLowerCase() ?? null,
        state: one.state ?? 'unknown',
        error: one.error == null || one.error === 'None' ? null : one.error,
      }));
    },
  };
}
