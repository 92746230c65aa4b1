import { afterEach, describe, expect, it } from '@jest/globals';
import { ACCESS, credentialOf, graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

const OLGA_FIELDS = 'id,displayName';

describe('directory objects', () => {
  it('are read in bulk by id, of the wanted kinds, without those that are not there', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const body = { ids: [id, ACCESS, '00000000-0000-4000-8000-000000000000'], types: ['user'] };
    const found = (await graphOf(tenant)
      .api('/directoryObjects/getByIds')
      .select(OLGA_FIELDS)
      .post(body)) as { value: unknown[] };
    expect(found.value).toEqual([{ '@odata.type': '#microsoft.graph.user', id, displayName: 'anna' }]);
  });

  it('show members that just came only when the write has been replicated, and members that just left until then', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.setReplicationLag({ ms: 30_000 });
    const count = async (): Promise<number> =>
      ((await graphOf(tenant).api(`/groups/${ACCESS}/members`).select('id').get()) as { value: unknown[] })
        .value.length;
    await tenant.control.addMember({ group: ACCESS, member: id });
    expect(await count()).toBe(0);
    await tenant.control.advanceClock({ seconds: 31 });
    expect(await count()).toBe(1);
    await tenant.control.removeMember({ group: ACCESS, member: id });
    expect(await count()).toBe(1);
    await tenant.control.advanceClock({ seconds: 31 });
    expect(await count()).toBe(0);
  });

  it('answer 501, not a made-up success, to options that are not simulated', async () => {
    const tenant = await onePartner();
    for (const path of [
      '/v1.0/users?$search="displayName:olga"',
      '/v1.0/users?$expand=manager',
      '/v1.0/users?$skip=2',
    ]) {
      expect((await graphFetch(tenant, path)).status).toBe(501);
    }
  });

  it('take mails from whoever may send them', async () => {
    const tenant = await onePartner();
    const message = {
      subject: 'Welcome',
      body: { contentType: 'Text', content: 'Your desktop is ready' },
      toRecipients: [{ emailAddress: { address: 'anna@contoso.com' } }],
    };
    await graphOf(tenant).api('/users/olga@woodgrove.com/sendMail').post({ message });
    expect(await tenant.control.listMails()).toMatchObject([
      { subject: 'Welcome', toRecipients: ['anna@contoso.com'] },
    ]);
    await tenant.control.setPermission({ app: 'gatehouse-runtime', permission: 'Mail.Send', granted: false });
    const later = graphOf(tenant, credentialOf(tenant));
    await expect(later.api('/users/olga@woodgrove.com/sendMail').post({ message })).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});

describe('the sponsors of a guest', () => {
  it('are named with the invitation, added and removed by reference, five at the most', async () => {
    const tenant = await onePartner();
    const { olga, arno } = await tenant.control.names({ kind: 'user' });
    const graph = graphOf(tenant);
    const { invitedUser } = (await graph.api('/invitations').post({
      invitedUserEmailAddress: 'anna@contoso.com',
      inviteRedirectUrl: 'https://myapps.microsoft.com',
      invitedUserSponsors: [{ '@odata.type': '#microsoft.graph.user', id: olga }],
    })) as { invitedUser: { id: string } };
    const path = `/users/${invitedUser.id}/sponsors`;
    const sponsors = async (): Promise<string[]> =>
      ((await graph.api(path).select('id').get()) as { value: { id: string }[] }).value.map(({ id }) => id);
    expect(await sponsors()).toEqual([olga]);

    const add = { '@odata.id': `${tenant.url}/v1.0/users/${arno}` };
    await expect(graph.api(`${path}/$ref`).post(add)).rejects.toMatchObject({ statusCode: 403 });
    await tenant.control.setPermission({ app: 'gatehouse-runtime', permission: 'User.ReadWrite.All' });
    const writer = graphOf(tenant, credentialOf(tenant));
    await writer.api(`${path}/$ref`).post(add);
    await expect(writer.api(`${path}/$ref`).post(add)).rejects.toMatchObject({ statusCode: 400 });
    expect(await sponsors()).toEqual([olga, arno]);
    await writer.api(`${path}/${olga}/$ref`).delete();
    await expect(writer.api(`${path}/${olga}/$ref`).delete()).rejects.toMatchObject({ statusCode: 404 });
    expect(await sponsors()).toEqual([arno]);
  });
});

describe('clients made from the metadata', () => {
  it('cast by the alias of the namespace, and count with an advanced query', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.addMember({ group: ACCESS, member: id });
    const read = (path: string) =>
      graphFetch(tenant, `/v1.0${path}`, { headers: { consistencylevel: 'eventual' } });
    const ids = async (path: string) =>
      ((await (await read(path)).json()) as { value: { id: string }[] }).value.map((one) => one.id);
    expect(await ids(`/groups/${ACCESS}/members/graph.user`)).toEqual([id]);
    expect(await ids(`/users/${id}/transitiveMemberOf/graph.group`)).toEqual([ACCESS]);
    expect(await ids('/directory/deletedItems/graph.user')).toEqual([]);
    expect(await (await read("/users/$count?$filter=userType eq 'Guest'")).text()).toBe('1');
    expect((await graphFetch(tenant, '/v1.0/users/$count')).status).toBe(400);
  });
});

describe('revoking sign-in sessions', () => {
  it('says that it did, and ends no session of an external user', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.accept({ user: id, homeTenant: 'contoso' });
    await tenant.control.openSession({ user: id, host: 'avd-contoso-1' });
    await tenant.control.setPermission({ app: 'gatehouse-runtime', permission: 'User.RevokeSessions.All' });
    const answer: unknown = await graphOf(tenant).api(`/users/${id}/revokeSignInSessions`).post({});
    expect(answer).toMatchObject({ value: true });
    expect((await tenant.control.listSessions()).hosts).toHaveLength(1);
  });
});
