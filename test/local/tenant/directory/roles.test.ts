import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { ACCESS, ELIGIBLE, onePartner, RUNTIME_APP_ID, stopTenants } from '../tenant-under-test';

let tenant: Tenant;
const people: Record<string, string> = {};
const member = { '@odata.id': '' };

beforeAll(async () => {
  tenant = await onePartner({ clock: 'virtual' });
  Object.assign(people, await tenant.control.names({ kind: 'user' }));
  const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
  member['@odata.id'] = `https://graph.microsoft.com/v1.0/directoryObjects/${id}`;
});
afterAll(stopTenants);

const asPiet = (path: string, method = 'GET', body?: unknown) =>
  tenant.control.call({ as: 'piet', path, method, body });

describe('who holds which directory role', () => {
  it('is told by both shapes of Graph, by memberOf and by getMemberObjects', async () => {
    const path = `/v1.0/users/${people['breakglass']}/transitiveMemberOf/microsoft.graph.directoryRole`;
    const held = await asPiet(`${path}?$select=id,displayName,roleTemplateId`);
    expect(held).toMatchObject({
      status: 200,
      body: { value: [{ displayName: 'Global Administrator' }] },
    });
    const [role] = (held.body as { value: { id: string; roleTemplateId: string }[] }).value;
    await tenant.control.giveDirectoryRole({ principal: 'gatehouse-runtime', role: 'Directory Readers' });
    const filter = `principalId eq '${people['breakglass']}'`;
    const roleReader = { app: 'gatehouse-cli', permission: 'RoleManagement.ReadWrite.Directory' };
    await tenant.control.setPermission({ ...roleReader, granted: false });
    expect(await asPiet(`/v1.0/directoryRoles/${role?.id}/members`)).toMatchObject({ status: 403 });
    await tenant.control.setPermission(roleReader);
    const members = await asPiet(`/v1.0/directoryRoles/${role?.id}/members?$select=id`);
    expect(JSON.stringify(members.body)).toContain(people['piet']);
    const rows = await asPiet(`/v1.0/roleManagement/directory/roleAssignments?$filter=${filter}`);
    expect(rows.body).toMatchObject({
      value: [{ roleDefinitionId: role?.roleTemplateId, directoryScopeId: '/' }],
    });
    const objects = await asPiet(`/v1.0/users/${people['breakglass']}/getMemberObjects`, 'POST', {
      securityEnabledOnly: false,
    });
    expect((objects.body as { value: string[] }).value).toContain(role?.id);
  });

  it('protects its holder from applications, and no longer when it is taken', async () => {
    const disable = () =>
      tenant.control.call({
        as: 'gatehouse-offboarding',
        path: `/v1.0/users/${people['rita']}`,
        method: 'PATCH',
        body: { accountEnabled: false },
      });
    const role = { principal: 'rita', role: 'Helpdesk Administrator' };
    await tenant.control.giveDirectoryRole(role);
    expect(await disable()).toMatchObject({ status: 403 });
    await tenant.control.takeDirectoryRole(role);
    expect(await disable()).toMatchObject({ status: 204 });
  });
});

describe('the power of a signed-in person', () => {
  it('ends where the roles end, whatever the application may', async () => {
    const write = () =>
      tenant.control.call({
        as: 'olga',
        path: `/v1.0/groups/${ELIGIBLE}/members/$ref`,
        method: 'POST',
        body: member,
      });
    expect(await write()).toMatchObject({ status: 403 });
    await tenant.control.giveDirectoryRole({ principal: 'olga', role: 'Groups Administrator' });
    expect(await write()).toMatchObject({ status: 204 });
  });
});

describe('an application with a role over an administrative unit', () => {
  it('writes members of the groups in the unit, and of no other', async () => {
    await tenant.control.setPermission({
      app: 'gatehouse-runtime',
      permission: 'GroupMember.ReadWrite.All',
      granted: false,
    });
    const write = (group: string) =>
      tenant.control.call({
        as: RUNTIME_APP_ID,
        path: `/v1.0/groups/${group}/members/$ref`,
        method: 'POST',
        body: member,
      });
    expect(await write(ACCESS)).toMatchObject({ status: 403 });
    await tenant.control.putAdministrativeUnit({ name: 'partners', members: ['gatehouse-contoso-access'] });
    await tenant.control.giveDirectoryRole({
      principal: 'gatehouse-runtime',
      role: 'Groups Administrator',
      unit: 'partners',
    });
    expect(await write(ACCESS)).toMatchObject({ status: 204 });
    expect(await write('d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c03')).toMatchObject({ status: 403 });
    const units = await tenant.control.call({
      as: 'gatehouse-runtime',
      path: `/v1.0/groups/${ACCESS}/memberOf/microsoft.graph.administrativeUnit`,
    });
    expect(units.body).toMatchObject({ value: [{ displayName: 'partners' }] });
  });
});
