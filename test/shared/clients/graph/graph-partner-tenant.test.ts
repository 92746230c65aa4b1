import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectGraph } from '../../../../shared/clients/graph/connect-graph';
import { graphPartnerTenant } from '../../../../shared/clients/graph/graph-partner-tenant';
import type { PartnerTenant } from '../../../../shared/clients/partner-tenant';
import { stableGuid, tenantId } from '../../../../shared/domain/ids';
import { CONTOSO_TENANT } from '../../../support/contoso-policy';
import { bothPartsCredential, onePartner, stopTenants } from '../../../local/tenant/tenant-under-test';

const STRANGER = tenantId(stableGuid('a tenant nobody set up'));

let partnerTenant: PartnerTenant;
beforeAll(async () => {
  const tenant = await onePartner({ clock: 'virtual' });
  const credential = bothPartsCredential(tenant);
  const nowMs = Date.parse((await tenant.control.clock({})).now);
  partnerTenant = graphPartnerTenant(connectGraph({ baseUrl: tenant.url, credential, now: () => nowMs }));
});
afterAll(stopTenants);

describe('a partner’s tenant at the simulated tenant', () => {
  it('is blocked and put back as its entry was, twice over', async () => {
    const before = await partnerTenant.readInbound(CONTOSO_TENANT);
    expect(before).toMatchObject({ isBlocked: false, image: { usersAndGroups: { accessType: 'allowed' } } });
    for (let time = 0; time < 2; time += 1) await partnerTenant.blockInbound(CONTOSO_TENANT);
    expect((await partnerTenant.readInbound(CONTOSO_TENANT)).isBlocked).toBe(true);
    for (let time = 0; time < 2; time += 1) await partnerTenant.restoreInbound(CONTOSO_TENANT, before.image);
    expect(await partnerTenant.readInbound(CONTOSO_TENANT)).toEqual(before);
  });

  it('gets an entry of its own where it had none, which leaves it to the default again afterwards', async () => {
    const before = await partnerTenant.readInbound(STRANGER);
    expect(before).toEqual({ isBlocked: false, image: null });
    await partnerTenant.blockInbound(STRANGER);
    expect((await partnerTenant.readInbound(STRANGER)).isBlocked).toBe(true);
    await partnerTenant.restoreInbound(STRANGER, before.image);
    expect(await partnerTenant.readInbound(STRANGER)).toEqual(before);
  });

  it('has its connected organisations found by tenant or domain, and their state set', async () => {
    const [found] = await partnerTenant.organizationsOf(CONTOSO_TENANT, ['contoso.com']);
    expect(found).toMatchObject({ state: 'configured', isShared: false });
    await partnerTenant.setOrganizationState(found!.id, 'proposed');
    expect(await partnerTenant.organizationsOf(CONTOSO_TENANT, ['contoso.com'])).toEqual([
      { ...found, state: 'proposed' },
    ]);
    expect(await partnerTenant.organizationsOf(STRANGER, ['stranger.example'])).toEqual([]);
  });
});
