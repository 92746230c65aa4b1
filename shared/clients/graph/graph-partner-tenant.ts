import { z } from 'zod';
import type { TenantId } from '../../domain/ids';
import type { PartnerTenant, TenantOrganization } from '../partner-tenant';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { crossTenantEntry, inboundOf } from './graph-cross-tenant-access';
import { isDirectoryAbsence } from './graph-failures';
import { graphPages } from './graph-pages';

const entry = z.looseObject({ b2bCollaborationInbound: z.json().optional() });
const organization = z.looseObject({
  id: z.string().min(1),
  state: z.string().nullish(),
  identitySources: z
    .array(z.looseObject({ tenantId: z.string().nullish(), domainName: z.string().nullish() }))
    .nullish(),
});
type Json = z.output<ReturnType<typeof z.json>>;

/**
 * {@link PartnerTenant} over Microsoft Graph v1.0. Permissions: Policy.Read.All (INFERRED) and
 * EntitlementManagement.Read.All to read, Policy.ReadWrite.CrossTenantAccess and EntitlementManagement.ReadWrite.All
 * (UNVERIFIED) to write. Throws RetryableError or TerminalError.
 */
export function graphPartnerTenant(graph: GraphConnection): PartnerTenant {
  return {
    readInbound: async (tenant) => {
      const own = await readEntry(graph, tenant);
      if (own === undefined) return { isBlocked: false, image: null };
      const { collaboration } = inboundOf(readBody(own, crossTenantEntry));
      const image = readBody(own, entry).b2bCollaborationInbound ?? null;
      return { isBlocked: collaboration === 'blocked', image };
    },
    blockInbound: (tenant) => writeInbound(graph, tenant, inboundBody('blocked')),
    restoreInbound: (tenant, image) => writeInbound(graph, tenant, image),
    organizationsOf: async (tenant, domains) => {
      const pathTemplate = '/identityGovernance/entitlementManagement/connectedOrganizations';
      const found = await graphPages(graph, { method: 'GET', pathTemplate }, organization);
      return found.flatMap((one) => namedBy(one, tenant, domains));
    },
    setOrganizationState: async (id, state) => {
      requireSuccess(
        await graph.ask({
          method: 'PATCH',
          pathTemplate: '/identityGovernance/entitlementManagement/connectedOrganizations/{organization}',
          ids: { organization: id },
          body: { state },
        }),
      );
    },
  };
}

/** The tenant's own entry; undefined = it has none, and the default decides (crossTenantAccessPolicy, GET 404). */
async function readEntry(graph: GraphConnection, tenant: TenantId) {
  const answer = await graph.ask({
    method: 'GET',
    pathTemplate: '/policies/crossTenantAccessPolicy/partners/{tenant}',
    ids: { tenant },
  });
  return isDirectoryAbsence(answer) ? undefined : answer;
}

/** UNVERIFIED: the shape of a setting that reaches everybody and every application. */
const inboundBody = (accessType: 'blocked'): Json => ({
  usersAndGroups: { accessType, targets: [{ target: 'AllUsers', targetType: 'user' }] },
  applications: { accessType, targets: [{ target: 'AllApplications', targetType: 'application' }] },
});

/**
 * Makes or changes the tenant's own entry; of it only what is said of guests coming in. UNVERIFIED: that null makes the
 * entry leave it to the default again.
 */
async function writeInbound(graph: GraphConnection, tenant: TenantId, inbound: Json): Promise<void> {
  const own = await readEntry(graph, tenant);
  const answer =
    own === undefined
      ? await graph.ask({
          method: 'POST',
          pathTemplate: '/policies/crossTenantAccessPolicy/partners',
          body: { tenantId: tenant, b2bCollaborationInbound: inbound },
        })
      : await graph.ask({
          method: 'PATCH',
          pathTemplate: '/policies/crossTenantAccessPolicy/partners/{tenant}',
          ids: { tenant },
          body: { b2bCollaborationInbound: inbound },
        });
  requireSuccess(answer);
}

function namedBy(
  { id, state, identitySources }: z.output<typeof organization>,
  tenant: TenantId,
  domains: readonly string[],
): TenantOrganization[] {
  const sources = identitySources ?? [];
  const isTenant = ({ tenantId }: (typeof sources)[number]) => tenantId?.toLowerCase() === tenant;
  const isDomain = ({ domainName }: (typeof sources)[number]) =>
    domains.includes(domainName?.toLowerCase() ?? '');
  if (!sources.some((source) => isTenant(source) || isDomain(source))) return [];
  const isShared = !sources.every((source) => isTenant(source) || isDomain(source));
  const known = state === 'configured' || state === 'proposed' ? state : 'unknown';
  return [{ id, state: known, isShared }];
}
