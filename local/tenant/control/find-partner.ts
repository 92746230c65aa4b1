import type { TenantContext } from '../core/tenant-context';
import { partnerOrganisations, type PartnerOrganisation } from '../directory/partner-organisations';
import { ControlFailure } from './control-failure';

/** An outside organisation by scenario name, domain or tenant id. */
export function findPartner(tenant: TenantContext, reference: string): PartnerOrganisation {
  const table = tenant.store.in(partnerOrganisations);
  const key = reference.toLowerCase();
  const found = table.get(reference) ?? table.by('tenant', key)[0] ?? table.by('domain', key)[0];
  if (found === undefined)
    throw new ControlFailure(`There is no partner '${reference}' (scenario name, domain or tenant id)`);
  return found;
}
