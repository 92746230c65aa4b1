import type { PartnerTenant } from '../../shared/clients/partner-tenant';

/** A partner's tenant as this one knows it, in memory: its entry, and one connected organisation. */
export class MemoryPartnerTenant implements PartnerTenant {
  /** What the entry says of guests coming in; null = it leaves it to the default. */
  inbound: Parameters<PartnerTenant['restoreInbound']>[1] = null;
  organizations = [
    { id: 'org-contoso', state: 'configured' as 'configured' | 'proposed', isShared: false },
    { id: 'org-several', state: 'configured' as 'configured' | 'proposed', isShared: true },
  ];

  constructor(private readonly effect: (what: string) => void) {}

  readInbound: PartnerTenant['readInbound'] = async () => ({
    isBlocked: this.inbound === 'blocked',
    image: this.inbound,
  });
  blockInbound: PartnerTenant['blockInbound'] = async () => {
    this.effect('block the tenant');
    this.inbound = 'blocked';
  };
  restoreInbound: PartnerTenant['restoreInbound'] = async (_tenant, image) => {
    this.effect('let the tenant in again');
    this.inbound = image;
  };
  organizationsOf: PartnerTenant['organizationsOf'] = async () => structuredClone(this.organizations);
  setOrganizationState: PartnerTenant['setOrganizationState'] = async (id, state) => {
    this.effect(`set ${id} to ${state}`);
    this.organizations.find((one) => one.id === id)!.state = state;
  };
}
