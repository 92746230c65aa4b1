import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

/** An outside organisation as the simulated world knows it, whether or not this tenant has configured it. */
export interface PartnerOrganisation {
  /** Name in the scenario. */
  id: string;
  /** Null: a mail domain without an Entra tenant. */
  tenantId: string | null;
  displayName: string;
  domains: string[];
}

export const partnerOrganisations = collection<PartnerOrganisation, 'domain' | 'tenant'>(
  'partnerOrganisations',
  {
    domain: (partner) => partner.domains.map((domain) => domain.toLowerCase()),
    tenant: (partner) => partner.tenantId ?? undefined,
  },
);

/** The organisation that owns a mail address's domain. */
export function organisationOfMail(tenant: TenantContext, mail: string): PartnerOrganisation | undefined {
  const domain = mail.slice(mail.lastIndexOf('@') + 1).toLowerCase();
  return tenant.store.in(partnerOrganisations).by('domain', domain)[0];
}
