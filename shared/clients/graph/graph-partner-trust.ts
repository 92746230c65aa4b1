import { z } from 'zod';
import type { PartnerTrust } from '../partner-trust';
import { askCrossTenantEntries } from './ask-cross-tenant-entries';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';

const trust = z.object({
  isMfaAccepted: z.boolean().nullish().transform(Boolean),
  isCompliantDeviceAccepted: z.boolean().nullish().transform(Boolean),
  isHybridAzureADJoinedDeviceAccepted: z.boolean().nullish().transform(Boolean),
});
const entry = z.looseObject({ inboundTrust: trust.nullish() });
const NOTHING_TRUSTED = trust.parse({});

/**
 * {@link PartnerTrust} over Microsoft Graph v1.0. Delegated permissions: Policy.Read.All and
 * Policy.ReadWrite.CrossTenantAccess, with the role Security Administrator. Throws RetryableError or TerminalError.
 */
export function graphPartnerTrust(graph: GraphConnection): PartnerTrust {
  return {
    read: async (tenant) => {
      const { own, fallback } = await askCrossTenantEntries(graph, tenant);
      const hasEntry = !isDirectoryAbsence(own);
      return {
        hasEntry,
        own: hasEntry ? (readBody(own, entry).inboundTrust ?? null) : null,
        fallback: readBody(fallback, entry).inboundTrust ?? NOTHING_TRUSTED,
      };
    },
    write: async (tenant, hasEntry, inboundTrust) => {
      const answer = hasEntry
        ? await graph.ask({
            method: 'PATCH',
            pathTemplate: '/policies/crossTenantAccessPolicy/partners/{tenant}',
            ids: { tenant },
            body: { inboundTrust },
          })
        : await graph.ask({
            method: 'POST',
            pathTemplate: '/policies/crossTenantAccessPolicy/partners',
            body: { tenantId: tenant, inboundTrust },
          });
      requireSuccess(answer);
    },
  };
}
