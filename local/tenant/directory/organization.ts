import { ok, param } from '../core/api-call';
import { ApiError, resourceNotFound } from '../core/api-error';
import type { GraphRoutes } from '../core/graph-routes';
import type { TenantContext } from '../core/tenant-context';
import { collectionReply } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { partnerOrganisations, type PartnerOrganisation } from './partner-organisations';

/** The tenant itself, other tenants by domain: `/organization`, `tenantRelationships`. */
export function registerOrganization(graph: GraphRoutes): void {
  const readOrganization = {
    permissions: [
      'Organization.Read.All',
      'Organization.ReadWrite.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
    ],
  };
  graph.get('/organization', readOrganization, (call) =>
    collectionReply(call, [organizationView(call.tenant)], { context: 'organization', type: 'organization' }),
  );
  graph.get('/organization/{id}', readOrganization, (call) => {
    if (param(call, 'id').toLowerCase() !== call.tenant.settings.tenant.id)
      throw resourceNotFound(param(call, 'id'));
    return ok(entityBody(call, 'organization', organizationView(call.tenant), { type: 'organization' }));
  });
  const readBasic = { permissions: ['CrossTenantInformation.ReadBasic.All'] };
  graph.get(
    "/tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')",
    readBasic,
    (call) => {
      const found = tenantOfDomain(call.tenant, param(call, 'domain'));
      return ok(tenantInformation(call.tenant, call.baseUrl, found));
    },
  );
  graph.get(
    "/tenantRelationships/findTenantInformationByTenantId(tenantId='{tenantId}')",
    readBasic,
    (call) => {
      const found = call.tenant.store
        .in(partnerOrganisations)
        .by('tenant', param(call, 'tenantId').toLowerCase())[0];
      return ok(tenantInformation(call.tenant, call.baseUrl, found));
    },
  );
  graph.get(
    '/policies/authorizationPolicy',
    { permissions: ['Policy.Read.All', 'Policy.ReadWrite.Authorization'] },
    (call) =>
      ok({
        '@odata.context': `${call.baseUrl}/$metadata#policies/authorizationPolicy/$entity`,
        id: 'authorizationPolicy',
        allowInvitesFrom: call.tenant.settings.tenant.allowInvitesFrom,
        guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
        allowedToUseSSPR: true,
        blockMsolPowerShell: false,
      }),
  );
}

/** The parameter is called the primary domain; whether other verified domains work is a switch. */
function tenantOfDomain(tenant: TenantContext, domain: string): PartnerOrganisation | undefined {
  const found = tenant.store.in(partnerOrganisations).by('domain', domain.toLowerCase())[0];
  const isPrimary = found?.domains[0]?.toLowerCase() === domain.toLowerCase();
  return isPrimary || tenant.switches.get('findTenantAnyVerifiedDomain') ? found : undefined;
}

function tenantInformation(
  tenant: TenantContext,
  baseUrl: string,
  found: PartnerOrganisation | undefined,
): unknown {
  if (found === undefined || found.tenantId === null) {
    throw new ApiError(
      tenant.switches.get('findTenantUnknownStatus'),
      'Request_ResourceNotFound',
      'Unable to find tenant for the given domain or id.',
    );
  }
  return {
    '@odata.context': `${baseUrl}/$metadata#microsoft.graph.tenantInformation`,
    tenantId: found.tenantId,
    federationBrandName: null,
    displayName: found.displayName,
    defaultDomainName: found.domains[0],
  };
}

function organizationView(tenant: TenantContext): Record<string, unknown> {
  const { id, displayName, verifiedDomains, initialDomain, countryLetterCode } = tenant.settings.tenant;
  return {
    id,
    displayName,
    countryLetterCode,
    tenantType: 'AAD',
    verifiedDomains: verifiedDomains.map((name, at) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: at === verifiedDomains.length - 1,
      isInitial: name === initialDomain,
      name,
      type: 'Managed',
    })),
    assignedPlans: [],
    provisionedPlans: [],
  };
}
