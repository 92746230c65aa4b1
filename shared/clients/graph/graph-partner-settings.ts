import { z } from 'zod';
import { tenantId } from '../../domain/ids';
import type { PartnerSettings, RemovalRecord } from '../partner-settings';
import type { GraphConnection } from './connect-graph';
import { odataText } from './graph-call';
import { graphPages } from './graph-pages';

const partner = z.looseObject({ tenantId: z.guid() });
const organization = z.looseObject({
  id: z.string().min(1),
  identitySources: z
    .array(z.looseObject({ tenantId: z.string().nullish(), domainName: z.string().nullish() }))
    .nullish(),
});
const audit = z.looseObject({
  activityDisplayName: z.string(),
  activityDateTime: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  result: z.string().nullish(),
  targetResources: z
    .array(
      z.looseObject({
        id: z.string().nullish(),
        modifiedProperties: z
          .array(z.looseObject({ oldValue: z.string().nullish(), newValue: z.string().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
});

/** Names as the reference has them (Entra audit activities, April 2024), which says they change: compared without case. */
const ACTIVITIES: Readonly<Record<string, RemovalRecord['activity']>> = {
  'Delete partner specific cross-tenant access setting': 'cross-tenant-access',
  'Delete connected organization': 'connected-organization',
};
const GUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * {@link PartnerSettings} over Microsoft Graph v1.0. Permissions: Policy.Read.All (INFERRED for the partners'
 * entries), EntitlementManagement.Read.All, AuditLog.Read.All. Safe to repeat; throws RetryableError or TerminalError.
 */
export function graphPartnerSettings(graph: GraphConnection): PartnerSettings {
  return {
    crossTenantPartners: async () => {
      const call = { method: 'GET', pathTemplate: '/policies/crossTenantAccessPolicy/partners' } as const;
      return (await graphPages(graph, call, partner)).map((found) => tenantId(found.tenantId));
    },
    connectedOrganizations: async () => {
      const pathTemplate = '/identityGovernance/entitlementManagement/connectedOrganizations';
      const found = await graphPages(graph, { method: 'GET', pathTemplate }, organization);
      return found.map(({ id, identitySources }) => ({
        id,
        tenants: (identitySources ?? []).flatMap(({ tenantId: tenant }) => tenant?.toLowerCase() ?? []),
        domains: (identitySources ?? []).flatMap(({ domainName }) => domainName?.toLowerCase() ?? []),
      }));
    },
    removalsSince: async (since) => {
      const records: RemovalRecord[] = [];
      // One request for each name: two in a row stay far below the reports' 5 in 10 s (Graph throttling limits).
      for (const [name, activity] of Object.entries(ACTIVITIES)) {
        const $filter = `activityDateTime ge ${since} and activityDisplayName eq ${odataText(name)}`;
        const call = {
          method: 'GET',
          pathTemplate: '/auditLogs/directoryAudits',
          query: { $filter },
        } as const;
        records.push(
          ...(await graphPages(graph, call, audit)).flatMap((line) => removal(line, name, activity)),
        );
      }
      return records;
    },
  };
}

/** Where the line names the tenant (its target, or the old value of a property) is UNVERIFIED: every GUID it holds is taken. */
function removal(
  line: z.output<typeof audit>,
  name: string,
  activity: RemovalRecord['activity'],
): RemovalRecord[] {
  const isMeant = line.activityDisplayName.toLowerCase() === name.toLowerCase();
  if (!isMeant || (line.result ?? 'success') !== 'success') return [];
  const targets = (JSON.stringify(line.targetResources ?? []).match(GUIDS) ?? []).map((id) =>
    id.toLowerCase(),
  );
  return [{ activity, at: new Date(line.activityDateTime).toISOString(), targets: [...new Set(targets)] }];
}
