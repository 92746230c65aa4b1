import { afterEach, describe, expect, it } from '@jest/globals';
import { armFetch, desktopsOf, FIRST_HOST, GROUP, GROUP_SCOPE, POOL, stillTenant } from '../arm/arm-clients';
import { adminHeaders } from '../network-access/admin-headers';
import { graphFetch, graphOf, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const UPN = 'anna_contoso.com#EXT#@woodgrove.onmicrosoft.com';

/** An accepted guest with everything: access group, assigned host, the client on it. */
async function readyGuest(tenant: Tenant): Promise<string> {
  const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
  await tenant.control.accept({ user: id });
  await tenant.control.addMember({ group: 'gatehouse-contoso-access', member: id });
  await desktopsOf(tenant).sessionHosts.update(GROUP, POOL, FIRST_HOST, {
    sessionHost: { assignedUser: UPN },
  });
  await tenant.control.setMachine({ name: FIRST_HOST, clientVersion: '2.24.117.0' });
  return id;
}

const signIn = (tenant: Tenant, user: string): Promise<unknown> =>
  tenant.control.signInToDesktop({ user, hostPool: POOL });

describe('signing in to a desktop', () => {
  it('opens a session and tunnels the assigned profiles for who has everything', async () => {
    const tenant = await stillTenant();
    const guest = await readyGuest(tenant);
    expect(await signIn(tenant, guest)).toEqual({
      signedIn: true,
      host: FIRST_HOST,
      session: 1,
      tunnel: 'private,internet',
    });
    const sessions = [];
    for await (const session of desktopsOf(tenant).userSessions.listByHostPool(GROUP, POOL, {
      filter: `userPrincipalName eq '${UPN}'`,
    }))
      sessions.push(session);
    expect(sessions).toMatchObject([
      { userPrincipalName: UPN, sessionState: 'Active', name: `${POOL}/${FIRST_HOST}/1` },
    ]);
    const rows = (await graphOf(tenant).api('/networkAccess/logs/connections').version('beta').get()) as {
      value: object[];
    };
    expect(rows.value).toMatchObject([
      { userId: guest, crossTenantAccessType: 'b2bCollaboration', agentVersion: '2.24.117.0' },
      { trafficType: 'private' },
    ]);
  });

  it.each([
    [
      'the role',
      'application group',
      (tenant: Tenant, user: string) =>
        tenant.control.removeMember({ group: 'gatehouse-contoso-access', member: user }),
    ],
    [
      'the host',
      'assignment',
      (tenant: Tenant) => tenant.control.setSessionHost({ name: FIRST_HOST, assignedUser: null }),
    ],
    [
      'a healthy host',
      'session host',
      (tenant: Tenant) => tenant.control.setSessionHost({ name: FIRST_HOST, status: 'NeedsAssistance' }),
    ],
    [
      'an Entra join',
      'device join',
      (tenant: Tenant) => tenant.control.setMachine({ name: FIRST_HOST, entraJoined: false }),
    ],
    [
      'the way past Conditional Access',
      'sign-in to Azure Virtual Desktop',
      (tenant: Tenant, user: string) =>
        tenant.control.addMember({ group: 'gatehouse-blocked', member: user }),
    ],
    [
      'the account',
      'sign-in to Azure Virtual Desktop',
      (tenant: Tenant, user: string) => tenant.control.disableUser({ user }),
    ],
  ])('stops without %s', async (_what, stoppedAt, takeAway) => {
    const tenant = await stillTenant();
    const guest = await readyGuest(tenant);
    await takeAway(tenant, guest);
    expect(await signIn(tenant, guest)).toMatchObject({ signedIn: false, stoppedAt });
  });

  it('stops a whole partner by one write: the access group put into the blocked group', async () => {
    const tenant = await stillTenant();
    const guest = await readyGuest(tenant);
    await tenant.control.addMember({ group: 'gatehouse-blocked', member: 'gatehouse-contoso-access' });
    expect(await signIn(tenant, guest)).toMatchObject({
      signedIn: false,
      reason: 'AADSTS53003: Access has been blocked by Conditional Access policies.',
    });
  });

  it('leaves a session that runs alone: a block stops new sign-ins only', async () => {
    const tenant = await stillTenant();
    const guest = await readyGuest(tenant);
    await signIn(tenant, guest);
    await tenant.control.addMember({ group: 'gatehouse-blocked', member: guest });
    const { hosts } = await tenant.control.listSessions();
    expect(hosts).toMatchObject([{ hostName: FIRST_HOST, state: 'Active' }]);
  });

  it('refuses one-time-passcode guests', async () => {
    const tenant = await stillTenant();
    const { id } = await tenant.control.invite({ mail: 'otto@nowhere.test' });
    await tenant.control.accept({ user: id, provider: 'mail' });
    expect(await signIn(tenant, id)).toMatchObject({ signedIn: false, stoppedAt: 'identity-provider' });
  });

  it('writes rows of the sign-in log that can be read some time later, with the home tenant', async () => {
    const tenant = await stillTenant();
    const guest = await readyGuest(tenant);
    await signIn(tenant, guest);
    await tenant.control.advanceClock({ minutes: 10 });
    const rows = (await graphOf(tenant)
      .api('/auditLogs/signIns')
      .version('beta')
      .filter(`userId eq '${guest}' and appId eq '9cdead84-a844-4324-93f2-b2e6bb768d07'`)
      .get()) as { value: object[] };
    expect(rows.value).toMatchObject([
      { homeTenantId: 'c7b6a5f4-e3d2-4c1b-8a09-f8e7d6c5b4a3', status: { errorCode: 0 } },
    ]);
  });

  it('ends by DELETE with force, which may be repeated', async () => {
    const tenant = await stillTenant();
    await signIn(tenant, await readyGuest(tenant));
    const url = `${GROUP_SCOPE}/providers/Microsoft.DesktopVirtualization/hostPools/${POOL}/sessionHosts/${FIRST_HOST}/userSessions/1?api-version=2024-04-03`;
    expect((await armFetch(tenant, url, { method: 'DELETE' })).status).toBe(400);
    expect((await armFetch(tenant, `${url}&force=true`, { method: 'DELETE' })).status).toBe(200);
    expect((await armFetch(tenant, `${url}&force=true`, { method: 'DELETE' })).status).toBe(204);
  });

  it('takes messages and disconnects by the client', async () => {
    const tenant = await stillTenant();
    await signIn(tenant, await readyGuest(tenant));
    const { userSessions } = desktopsOf(tenant);
    await userSessions.sendMessage(GROUP, POOL, FIRST_HOST, '1', {
      sendMessage: { messageTitle: 'Goodbye', messageBody: 'Your access ends.' },
    });
    await userSessions.disconnect(GROUP, POOL, FIRST_HOST, '1');
    expect((await userSessions.get(GROUP, POOL, FIRST_HOST, '1')).sessionState).toBe('Disconnected');
  });

  it('works on the own Cloud PC, and a reboot ends the session there', async () => {
    const tenant = await stillTenant();
    const guest = await readyGuest(tenant);
    await tenant.control.addMember({ group: 'gatehouse-contoso-cloud-pc', member: guest });
    expect(await tenant.control.signInToDesktop({ user: guest })).toMatchObject({ stoppedAt: 'cloud pc' });
    await tenant.control.advanceClock({ seconds: 8 });
    expect(await tenant.control.signInToDesktop({ user: guest })).toMatchObject({
      signedIn: true,
      tunnel: 'private,internet',
    });
    const [pc] = await tenant.control.listCloudPcs();
    const headers = await adminHeaders(tenant);
    const path = `/v1.0/deviceManagement/virtualEndpoint/cloudPCs/${pc?.id ?? ''}/reboot`;
    expect((await graphFetch(tenant, path, { method: 'POST', headers })).status).toBe(204);
    expect((await tenant.control.listSessions()).cloudPcs).toEqual([]);
  });
});
