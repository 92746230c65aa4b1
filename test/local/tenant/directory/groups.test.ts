import { afterEach, describe, expect, it } from '@jest/globals';
import { loadScenario } from '../../../../local/tenant/scenarios/load-scenario';
import { ACCESS, graphOf, onePartner, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

/** A call of an admin user, who may write groups. */
async function asAdmin(
  tenant: Tenant,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { accessToken } = await tenant.control.userToken({
    user: 'piet',
    audience: 'https://graph.microsoft.com',
  });
  return fetch(`${tenant.url}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const named = (displayName: string): Record<string, unknown> => ({
  displayName,
  mailEnabled: false,
  mailNickname: displayName,
  securityEnabled: true,
});

describe('groups', () => {
  it('are made twice by two equal requests, but once by unique name', async () => {
    const tenant = await onePartner();
    const ids = await Promise.all(
      [1, 2].map(
        async () =>
          ((await (await asAdmin(tenant, 'POST', '/groups', named('twice'))).json()) as { id: string }).id,
      ),
    );
    expect(new Set(ids).size).toBe(2);
    const upsert = (): Promise<Response> =>
      asAdmin(tenant, 'PATCH', "/groups(uniqueName='gatehouse-fabrikam')", named('fabrikam'), {
        prefer: 'create-if-missing',
      });
    expect([(await upsert()).status, (await upsert()).status]).toEqual([201, 204]);
    const misnamed = { ...named('fabrikam'), uniqueName: 'another' };
    const refused = await asAdmin(tenant, 'PATCH', "/groups(uniqueName='gatehouse-fabrikam')", misnamed);
    expect(refused.status).toBe(400);
    expect((await asAdmin(tenant, 'PATCH', "/groups(uniqueName='nobody')", named('nobody'))).status).toBe(
      404,
    );
    const found = await (
      await asAdmin(tenant, 'GET', "/groups(uniqueName='gatehouse-fabrikam')?$select=displayName")
    ).json();
    expect(found).toMatchObject({ displayName: 'fabrikam' });
  });

  it('are changed, found by filter, deleted and restored', async () => {
    const tenant = await onePartner();
    const { id } = (await (await asAdmin(tenant, 'POST', '/groups', named('old'))).json()) as { id: string };
    expect((await asAdmin(tenant, 'PATCH', `/groups/${id}`, { displayName: 'new' })).status).toBe(204);
    const list = async (): Promise<number> =>
      (
        (await (await asAdmin(tenant, 'GET', "/groups?$filter=displayName eq 'new'")).json()) as {
          value: unknown[];
        }
      ).value.length;
    expect(await list()).toBe(1);
    expect((await asAdmin(tenant, 'DELETE', `/groups/${id}`)).status).toBe(204);
    expect(await list()).toBe(0);
    expect((await asAdmin(tenant, 'POST', `/directory/deletedItems/${id}/restore`)).status).toBe(200);
    expect(await list()).toBe(1);
  });

  it('refuse what the service would refuse with 400, and with 501 what only the simulation does not know', async () => {
    const tenant = await onePartner();
    expect((await asAdmin(tenant, 'POST', '/groups', { displayName: 'x' })).status).toBe(400);
    expect((await asAdmin(tenant, 'POST', '/groups', { ...named('x'), colour: 'red' })).status).toBe(501);
  });

  it('refuse groups as members where nesting was forbidden', async () => {
    const scenario = loadScenario('one-partner');
    const groups = scenario.groups.map((group) =>
      group.name === 'gatehouse-blocked' ? { ...group, nestingAllowed: false } : group,
    );
    const tenant = await onePartner({ scenario: { ...scenario, groups } });
    const { 'gatehouse-blocked': blocked = '' } = await tenant.control.names({ kind: 'group' });
    const add = await asAdmin(tenant, 'POST', `/groups/${blocked}/members/$ref`, {
      '@odata.id': `${tenant.url}/v1.0/directoryObjects/${ACCESS}`,
    });
    expect(add.status).toBe(400);
    expect(await tenant.control.listMembers({ group: blocked })).toEqual([]);
  });

  it('cannot be written by an application that may only write members', async () => {
    const tenant = await onePartner();
    const rename = graphOf(tenant).api(`/groups/${ACCESS}`).patch({ displayName: 'mine' });
    await expect(rename).rejects.toMatchObject({ statusCode: 403 });
  });
});
