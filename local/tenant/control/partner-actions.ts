import { z } from 'zod';
import { connectedOrganizations, removeConnectedOrganization } from '../directory/connected-organizations';
import { removePartner } from '../directory/cross-tenant-access';
import { b2bSetting, crossTenantEntries, emptyEntry } from '../directory/cross-tenant-policy';
import { partnerOrganisations } from '../directory/partner-organisations';
import { controlAction } from './control-action';
import { ControlFailure } from './control-failure';
import { findPartner } from './find-partner';

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
  addPartner: controlAction(
    'Adds an outside organisation that nothing here is configured for',
    z.strictObject({
      name: z.string(),
      domains: z.array(z.string()).min(1),
      tenantId: z.guid().nullable().optional().describe('null: a mail domain without an Entra tenant'),
    }),
    ({ tenant }, { name, domains, tenantId = tenant.ids.named('partner', name) }) =>
      tenant.store
        .in(partnerOrganisations)
        .put({ id: name, displayName: name, domains, tenantId: tenantId?.toLowerCase() ?? null }),
  ),
  moveDomain: controlAction(
    'Moves a mail domain to another organisation, as after a sale or a merger',
    z.strictObject({ domain: z.string(), to: z.string().describe('scenario name, domain or tenant id') }),
    ({ tenant }, { domain, to }) => {
      const table = tenant.store.in(partnerOrganisations);
      const moved = domain.toLowerCase();
      const target = findPartner(tenant, to);
      for (const owner of table.by('domain', moved))
        table.put({ ...owner, domains: owner.domains.filter((one) => one.toLowerCase() !== moved) });
      const { domains } = findPartner(tenant, target.id);
      return table.put({ ...target, domains: [...domains, moved] });
    },
  ),
  listPartners: controlAction(
    'Lists the outside organisations of the scenario',
    z.strictObject({}),
    ({ tenant }) => tenant.store.in(partnerOrganisations).all(),
  ),
};
