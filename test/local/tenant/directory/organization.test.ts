import { afterEach, describe, expect, it } from '@jest/globals';
import { loadScenario } from '../../../../local/tenant/scenarios/load-scenario';
import { credentialOf, graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';
import type { Client } from '@microsoft/microsoft-graph-client';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const CONTOSO = 'c7b6a5f4-e3d2-4c1b-8a09-f8e7d6c5b4a3';
const PARTNER = `/policies/crossTenantAccessPolicy/partners/${CONTOSO}`;
const offboarding = (tenant: Tenant): Client =>
  graphOf(
    tenant,
    credentialOf(tenant, '6f1a8c25-7d3b-4e9f-a041-92b5c6d7e8f9', 'development-secret-offboarding'),
  );

interface Rows {
  value: Record<string, unknown>[];
}

describe('other tenants', () => {
  it('are found by domain, and unknown domains are not', async () => {
    const tenant = await onePartner();
    const find = (domain: string): Promise<unknown> =>
      graphOf(tenant)
        .api(`/tenantRelationships/findTenantInformationByDomainName(domainName='${domain}')`)
        .get();
    expect(await find('contoso.com')).toMatchObject({ tenantId: CONTOSO, defaultDomainName: 'contoso.com' });
    await expect(find('nobody.example')).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('cross-tenant access settings', () => {
  it('block a redemption when the partner is set to blocked, and fall back to the default when removed', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const all = (type: string, name: string): unknown => ({
      accessType: 'blocked',
      targets: [{ target: name, targetType: type }],
    });
    await offboarding(tenant)
      .api(PARTNER)
      .patch({
        b2bCollaborationInbound: {
          usersAndGroups: all('user', 'AllUsers'),
          applications: all('application', 'AllApplications'),
        },
      });
    await expect(tenant.control.accept({ user: id })).rejects.toThrow(/block B2B/);
    await offboarding(tenant).api(PARTNER).delete();
    await expect(graphOf(tenant).api(PARTNER).get()).rejects.toMatchObject({ statusCode: 404 });
    await expect(tenant.control.accept({ user: id })).resolves.toMatchObject({
      externalUserState: 'Accepted',
    });
  });

  it('cannot be deleted while the partner synchronises users', async () => {
    const tenant = await onePartner();
    const graph = offboarding(tenant);
    await graph
      .api(`${PARTNER}/identitySynchronization`)
      .put({ displayName: 'Contoso', userSyncInbound: { isSyncAllowed: true } });
    await expect(graph.api(PARTNER).delete()).rejects.toMatchObject({ statusCode: 400 });
    await graph.api(`${PARTNER}/identitySynchronization`).delete();
    await graph.api(PARTNER).delete();
  });

  it('are read by whoever may read policies and written by nobody else', async () => {
    const tenant = await onePartner();
    expect(await graphOf(tenant).api('/policies/crossTenantAccessPolicy/default').get()).toMatchObject({
      isServiceDefault: true,
    });
    await expect(graphOf(tenant).api(PARTNER).patch({ inboundTrust: null })).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});

describe('connected organizations', () => {
  it('are set to proposed and removed', async () => {
    const tenant = await onePartner();
    const base = '/identityGovernance/entitlementManagement/connectedOrganizations';
    const graph = offboarding(tenant);
    const [contoso] = ((await graph.api(base).get()) as Rows).value;
    expect(contoso).toMatchObject({ displayName: 'Contoso', state: 'configured' });
    const one = graph.api(`${base}/${String(contoso?.['id'])}`);
    await one.patch({ state: 'proposed' });
    expect(await one.get()).toMatchObject({ state: 'proposed', displayName: 'Contoso' });
    await tenant.control.removeConnectedOrganization({ partner: 'contoso' });
    await expect(one.get()).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('the logs', () => {
  it('name the home tenant of whoever redeemed, some minutes later', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.accept({ user: id });
    const rows = async (): Promise<Rows> =>
      (await graphOf(tenant).api(`/auditLogs/signIns?$filter=userId eq '${id}'`).get()) as Rows;
    expect((await rows()).value).toEqual([]);
    await tenant.control.advanceClock({ minutes: 3 });
    expect((await rows()).value).toMatchObject([
      { userId: id, homeTenantId: CONTOSO, crossTenantAccessType: 'b2bCollaboration' },
    ]);
  });

  it('tell a redemption and the loss of a partner by their documented names', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { now } = await tenant.control.clock();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.accept({ user: id });
    await tenant.control.removePartnerConfig({ partner: 'contoso.com' });
    await tenant.control.advanceClock({ minutes: 3 });
    const found = (await graphOf(tenant)
      .api(`/auditLogs/directoryAudits?$filter=activityDateTime ge ${now}`)
      .get()) as Rows;
    expect(found.value.map((row) => row['activityDisplayName'])).toEqual([
      'Delete partner specific cross-tenant access setting',
      'Redeem external user invite',
      'Update user',
      'Invite external user',
      'Add user',
    ]);
  });

  it('are read five times in ten seconds and no more', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const answers: [number, string | null][] = [];
    for (let at = 0; at < 6; at += 1) {
      const { status, headers } = await graphFetch(tenant, '/v1.0/auditLogs/directoryAudits');
      answers.push([status, headers.get('x-ms-throttle-limit-percentage')]);
    }
    expect(answers.map(([status]) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.map(([, used]) => used)).toEqual([null, null, null, null, '1.00', '1.20']);
  });
});

describe('users that a partner synchronises', () => {
  it('come back when they are disabled or deleted here, until the partner may no longer synchronise', async () => {
    const tenant = await onePartner({ scenario: loadScenario('five-partners'), clock: 'virtual' });
    const [anna, bert] = ['anna@litware.com', 'bert@litware.com'];
    await tenant.control.disableUser({ user: anna });
    await tenant.control.deleteUser({ user: bert });
    await tenant.control.advanceClock({ minutes: 41 });
    const stateOf = async (mail: string): Promise<unknown> =>
      (await tenant.control.listUsers({ onlyGuests: true })).find((user) => user.mail === mail);
    expect(await stateOf(anna)).toMatchObject({ accountEnabled: true });
    expect(await stateOf(bert)).toMatchObject({ deletedDateTime: null });
    await tenant.control.removePartnerConfig({ partner: 'litware' });
    await tenant.control.disableUser({ user: anna });
    await tenant.control.advanceClock({ hours: 2 });
    expect(await stateOf(anna)).toMatchObject({ accountEnabled: false });
  });
});

describe('deleted objects', () => {
  it('are purged after thirty days', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.deleteUser({ user: id });
    await tenant.control.advanceClock({ days: 29 });
    expect(await graphOf(tenant).api(`/directory/deletedItems/${id}`).get()).toMatchObject({ id });
    await tenant.control.advanceClock({ days: 2 });
    await expect(graphOf(tenant).api(`/directory/deletedItems/${id}`).get()).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});
