import { afterEach, describe, expect, it } from '@jest/globals';
import { ACCESS, credentialOf, graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const ref = (tenant: Tenant, id: string): Record<string, string> => ({
  '@odata.id': `${tenant.url}/v1.0/directoryObjects/${id}`,
});
const guests = async (tenant: Tenant, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1)
    ids.push((await tenant.control.invite({ mail: `guest${at}@contoso.com` })).id);
  return ids;
};

describe('group members', () => {
  it('are added by reference once; again is 400, an unknown object 404', async () => {
    const tenant = await onePartner();
    const [id = ''] = await guests(tenant, 1);
    const members = graphOf(tenant).api(`/groups/${ACCESS}/members/$ref`);
    await members.post(ref(tenant, id));
    await expect(members.post(ref(tenant, id))).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('already exist'),
    });
    await expect(members.post(ref(tenant, '00000000-0000-4000-8000-000000000000'))).rejects.toMatchObject({
      statusCode: 404,
    });
    expect(await tenant.control.listMembers({ group: ACCESS })).toEqual([{ id, type: 'user' }]);
  });

  it('are added twenty at a time, all or nobody', async () => {
    const tenant = await onePartner();
    const ids = await guests(tenant, 21);
    const bind = (some: string[]): Promise<unknown> =>
      graphOf(tenant)
        .api(`/groups/${ACCESS}`)
        .patch({ 'members@odata.bind': some.map((id) => `${tenant.url}/v1.0/directoryObjects/${id}`) });
    await expect(bind(ids)).rejects.toMatchObject({ statusCode: 400 });
    await tenant.control.addMember({ group: ACCESS, member: ids[0]! });
    await expect(bind(ids.slice(0, 20))).rejects.toMatchObject({ statusCode: 400 });
    expect(await tenant.control.listMembers({ group: ACCESS })).toHaveLength(1);
    await bind(ids.slice(1));
    expect(await tenant.control.listMembers({ group: ACCESS })).toHaveLength(21);
  });

  it('leave by reference; whoever is not there is 404', async () => {
    const tenant = await onePartner();
    const [id = ''] = await guests(tenant, 1);
    await tenant.control.addMember({ group: ACCESS, member: id });
    const one = graphOf(tenant).api(`/groups/${ACCESS}/members/${id}/$ref`);
    await one.delete();
    await expect(one.delete()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('are deleted as users when $ref is forgotten and the caller may write users', async () => {
    const tenant = await onePartner();
    const [id = ''] = await guests(tenant, 1);
    await tenant.control.addMember({ group: ACCESS, member: id });
    const path = `/groups/${ACCESS}/members/${id}`;
    await expect(graphOf(tenant).api(path).delete()).rejects.toMatchObject({ statusCode: 403 });
    const offboarding = credentialOf(
      tenant,
      '6f1a8c25-7d3b-4e9f-a041-92b5c6d7e8f9',
      'development-secret-offboarding',
    );
    await graphOf(tenant, offboarding).api(path).delete();
    await expect(graphOf(tenant).api(`/users/${id}`).get()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('are listed in pages and looked up one by one', async () => {
    const tenant = await onePartner();
    const ids = await guests(tenant, 3);
    for (const member of ids) await tenant.control.addMember({ group: ACCESS, member });
    const page = (await graphOf(tenant).api(`/groups/${ACCESS}/members?$select=id&$top=2`).get()) as {
      value: { id: string }[];
      '@odata.nextLink': string;
    };
    const rest = (await graphOf(tenant).api(page['@odata.nextLink']).get()) as { value: { id: string }[] };
    expect([...page.value, ...rest.value].map((member) => member.id)).toEqual(ids);
    expect(await graphOf(tenant).api(`/groups/${ACCESS}/members/${ids[0]!}`).get()).toMatchObject({
      id: ids[0],
    });
  });

  it('count through groups in groups for transitive questions only', async () => {
    const tenant = await onePartner();
    const [id = ''] = await guests(tenant, 1);
    await tenant.control.addMember({ group: 'gatehouse-contoso-access', member: id });
    await tenant.control.addMember({ group: 'gatehouse-blocked', member: 'gatehouse-contoso-access' });
    const names = async (path: string): Promise<string[]> => {
      const found = (await graphOf(tenant)
        .api(`/users/${id}/${path}/microsoft.graph.group`)
        .select('displayName')
        .get()) as { value: { displayName: string }[] };
      return found.value.map((group) => group.displayName);
    };
    expect(await names('memberOf')).toEqual(['gatehouse-contoso-access']);
    expect(await names('transitiveMemberOf')).toEqual(['gatehouse-contoso-access', 'gatehouse-blocked']);
    const asked = {
      groupIds: ['d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c06', 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c01'],
    };
    expect(await graphOf(tenant).api(`/users/${id}/checkMemberGroups`).post(asked)).toMatchObject({
      value: [asked.groupIds[0]],
    });
  });

  it('come back with a deleted group that is restored', async () => {
    const tenant = await onePartner();
    const [id = ''] = await guests(tenant, 1);
    await tenant.control.addMember({ group: ACCESS, member: id });
    await tenant.control.deleteGroup({ group: ACCESS });
    await expect(graphOf(tenant).api(`/groups/${ACCESS}`).get()).rejects.toMatchObject({ statusCode: 404 });
    await tenant.control.restoreGroup({ group: ACCESS });
    expect(await tenant.control.listMembers({ group: ACCESS })).toEqual([{ id, type: 'user' }]);
  });
});

describe('$batch', () => {
  it('answers each request on its own, in another order, with 424 for a dependent of a failure', async () => {
    const tenant = await onePartner();
    const [id = ''] = await guests(tenant, 1);
    const { responses } = (await graphOf(tenant)
      .api('/$batch')
      .post({
        requests: [
          { id: '1', method: 'GET', url: `/users/${id}?$select=id` },
          { id: '2', method: 'DELETE', url: `/users/${id}` },
          { id: '3', method: 'GET', url: '/users?$top=1', dependsOn: ['2'] },
        ],
      })) as { responses: { id: string; status: number; body: unknown }[] };
    expect(responses.map(({ id: name, status }) => [name, status])).toEqual([
      ['3', 424],
      ['2', 403],
      ['1', 200],
    ]);
    expect(responses[2]?.body).toMatchObject({ id });
  });

  it('refuses more than twenty requests and ids given twice', async () => {
    const tenant = await onePartner();
    const send = (requests: unknown[]): Promise<Response> =>
      graphFetch(tenant, '/v1.0/$batch', { method: 'POST', body: JSON.stringify({ requests }) });
    const many = Array.from({ length: 21 }, (_, at) => ({ id: String(at), method: 'GET', url: '/users' }));
    expect((await send(many)).status).toBe(400);
    expect((await send([many[0], many[0]])).status).toBe(400);
  });
});
