import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { onePartner, stopTenants } from '../tenant-under-test';

const POOL =
  '/subscriptions/c0ffee00-1d2e-4f3a-8b4c-5d6e7f809102/resourceGroups/rg-contoso-desktops/providers/Microsoft.DesktopVirtualization/hostPools/hp-contoso';

let tenant: Tenant;

beforeAll(async () => {
  tenant = await onePartner({ clock: 'virtual' });
  await tenant.control.invite({ mail: 'anna@contoso.com', name: 'anna' });
  await tenant.control.accept({ user: 'anna' });
});
afterAll(stopTenants);

describe('what changes under the product’s feet', () => {
  it('a domain that moves to another organisation is found there', async () => {
    const find = () =>
      tenant.control.call({
        as: 'gatehouse-runtime',
        path: "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='contoso.com')",
      });
    const before = (await find()).body as { tenantId: string };
    await tenant.control.addPartner({ name: 'fabrikam', domains: ['fabrikam.com'] });
    const moved = await tenant.control.moveDomain({ domain: 'contoso.com', to: 'fabrikam' });
    expect(moved.domains).toEqual(['fabrikam.com', 'contoso.com']);
    const after = (await find()).body as { tenantId: string };
    expect(after.tenantId).toBe(moved.tenantId);
    expect(after.tenantId).not.toBe(before.tenantId);
    await tenant.control.moveDomain({ domain: 'contoso.com', to: 'contoso' });
  });

  it('a user whom the partner keeps comes back with the next cycle, and no longer when that ends', async () => {
    const isEnabled = async () =>
      (await tenant.control.listUsers({ onlyGuests: true })).map(({ accountEnabled }) => accountEnabled);
    await tenant.control.synchroniseUser({ user: 'anna', partner: 'contoso' });
    await tenant.control.disableUser({ user: 'anna' });
    await tenant.control.advanceClock({ minutes: 41 });
    expect(await isEnabled()).toEqual([true]);
    await tenant.control.synchroniseUser({ user: 'anna' });
    await tenant.control.disableUser({ user: 'anna' });
    await tenant.control.advanceClock({ minutes: 41 });
    expect(await isEnabled()).toEqual([false]);
    await tenant.control.enableUser({ user: 'anna' });
  });

  it('a session that began before anybody asked is listed and can be logged off', async () => {
    await tenant.control.openSession({ user: 'anna', host: 'avd-contoso-2' });
    const path = `${POOL}/userSessions?api-version=2024-04-03`;
    const listed = await tenant.control.call({ as: 'gatehouse-runtime', path });
    expect(listed.body).toMatchObject({ value: [{ properties: { sessionState: 'Active' } }] });
    expect(await tenant.control.endSessions({ user: 'anna' })).toMatchObject({ hosts: ['avd-contoso-2'] });
    expect((await tenant.control.listSessions()).hosts).toEqual([]);
  });

  it('a traffic profile loses its service principal, and an app its grants', async () => {
    await tenant.control.setForwardingProfile({ profile: 'private', showServicePrincipal: false });
    const path =
      "/beta/networkAccess/forwardingProfiles?$filter=trafficForwardingType eq 'private'&$expand=servicePrincipal";
    const shown = await tenant.control.call({ as: 'gatehouse-runtime', path });
    expect(shown.body).toMatchObject({ value: [{ servicePrincipal: null }] });
    const gone = await tenant.control.removeGrants({ principal: 'gatehouse-contoso-access' });
    expect(gone).toEqual({ roleAssignments: 2, appRoleAssignments: 3 });
  });
});

describe('calling as somebody', () => {
  it('says what Graph answers, refusals too', async () => {
    const mail = {
      subject: 'Hello',
      body: { contentType: 'Text', content: 'x' },
      toRecipients: [to('a@b.nl')],
    };
    const send = { as: 'gatehouse-runtime', path: '/v1.0/users/olga@woodgrove.com/sendMail', method: 'POST' };
    expect(await tenant.control.call({ ...send, body: { message: mail } })).toMatchObject({ status: 202 });
    expect(await tenant.control.listMails()).toMatchObject([{ subject: 'Hello', toRecipients: ['a@b.nl'] }]);
    expect(await tenant.control.call({ ...send, as: 'piet', body: { message: mail } })).toMatchObject({
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied' } },
    });
    await expect(tenant.control.call({ as: 'nobody', path: '/v1.0/users' })).rejects.toThrow('no user');
  });

  it('answers /me for a person only', async () => {
    const me = { path: '/v1.0/me?$select=id,displayName' };
    expect(await tenant.control.call({ ...me, as: 'piet' })).toMatchObject({
      body: { displayName: 'Piet Preparer' },
    });
    expect(await tenant.control.call({ ...me, as: 'gatehouse-runtime' })).toMatchObject({ status: 400 });
  });
});

function to(address: string): { emailAddress: { address: string } } {
  return { emailAddress: { address } };
}
