import { z } from 'zod';
import type { TenantContext } from '../core/tenant-context';
import { connectedOrganizations, removeConnectedOrganization } from '../directory/connected-organizations';
import { removePartner } from '../directory/cross-tenant-access';
import { b2bSetting, crossTenantEntries, emptyEntry } from '../directory/cross-tenant-policy';
import { sentMails } from '../directory/organization';
import { partnerOrganisations, type PartnerOrganisation } from '../directory/partner-organisations';
import { controlAction } from './control-action';
import { ControlFailure } from './control-failure';

const admin = { kind: 'outside', name: 'an admin in the portal' } as const;
const partnerInput = z.strictObject({ partner: z.string().describe('scenario name, domain or tenant id') });

export const partnerActions = {
  removePartnerConfig: controlAction(
    'Deletes the cross-tenant access entry of a partner',
    partnerInput,
    ({ tenant }, { partner }) => {
      const { tenantId } = findPartner(tenant, partner);
      const entry = tenantId === null ? undefined : tenant.store.in(crossTenantEntries).get(tenantId);
      if (entry === undefined)
        throw new ControlFailure(`Partner '${partner}' has no cross-tenant access entry`);
      removePartner(tenant, entry, admin);
      return { removed: entry.id };
    },
  ),
  setPartnerInbound: controlAction(
    'Allows or blocks B2B collaboration inbound for a partner',
    partnerInput.extend({ access: z.enum(['allowed', 'blocked']) }),
    ({ tenant }, { partner, access }) => {
      const { tenantId } = findPartner(tenant, partner);
      if (tenantId === null) throw new ControlFailure(`Partner '${partner}' has no Entra tenant`);
      const entry = tenant.store.in(crossTenantEntries).get(tenantId) ?? emptyEntry(tenantId);
      tenant.store.in(crossTenantEntries).put({ ...entry, b2bCollaborationInbound: b2bSetting(access) });
      return { tenantId, access };
    },
  ),
  removeConnectedOrganization: controlAction(
    'Deletes the connected organization of a partner',
    partnerInput,
    ({ tenant }, { partner }) => {
      const { displayName } = findPartner(tenant, partner);
      const found = tenant.store
        .in(connectedOrganizations)
        .all()
        .find((organization) => organization.displayName === displayName);
      if (found === undefined) throw new ControlFailure(`Partner '${partner}' is no connected organization`);
      removeConnectedOrganization(tenant, found, admin);
      return { removed: found.id };
    },
  ),
  listPartners: controlAction(
    'Lists the outside organisations of the scenario',
    z.strictObject({}),
    ({ tenant }) => tenant.store.in(partnerOrganisations).all(),
  ),
  listMails: controlAction('Lists the mails sent through Graph', z.strictObject({}), ({ tenant }) =>
    tenant.store.in(sentMails).all(),
  ),
};

function findPartner(tenant: TenantContext, reference: string): PartnerOrganisation {
  const table = tenant.store.in(partnerOrganisations);
  const found =
    table.get(reference) ??
    table.by('tenant', reference.toLowerCase())[0] ??
    table.by('domain', reference.toLowerCase())[0];
  if (found === undefined)
    throw new ControlFailure(`There is no partner '${reference}' (scenario name, domain or tenant id)`);
  return found;
}
