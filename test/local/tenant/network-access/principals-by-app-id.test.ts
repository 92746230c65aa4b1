import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { onePartner, stopTenants } from '../tenant-under-test';

const REMOTE_DESKTOP = "/v1.0/servicePrincipals(appId='a4a365df-50f1-4397-bc59-1a1564b8bb9c')";
const ACCESS = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c04';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await onePartner({ clock: 'virtual' });
});
afterAll(stopTenants);

const asPiet = (path: string, method = 'GET', body?: unknown) =>
  tenant.control.call({ as: 'piet', path, method, body });

describe('a service principal named by its client id', () => {
  it('has everything below it that the object id has', async () => {
    const path = `${REMOTE_DESKTOP}/remoteDesktopSecurityConfiguration`;
    expect(await asPiet(path)).toMatchObject({ body: { isRemoteDesktopProtocolEnabled: true } });
    const off = { isRemoteDesktopProtocolEnabled: false };
    expect(await asPiet(path, 'PATCH', off)).toMatchObject({ status: 200, body: off });
    expect(await asPiet(`${REMOTE_DESKTOP}/appRoleAssignedTo`)).toMatchObject({ body: { value: [] } });
    const unknown = REMOTE_DESKTOP.replace('a4a365df', '00000000');
    expect(await asPiet(`${unknown}/appRoleAssignedTo`)).toMatchObject({ status: 404 });
  });
});

describe('private access apps', () => {
  it('are found by their tag and granted from either side', async () => {
    const filter = "tags/any(t: t eq 'PrivateAccessNonWebApplication')";
    const found = await asPiet(`/v1.0/servicePrincipals?$filter=${filter}`);
    const [app] = (found.body as { value: { id: string; appRoles: { id: string }[] }[] }).value;
    const { id: resourceId = '', appRoles = [] } = app ?? {};
    const held = await asPiet(
      `/v1.0/groups/${ACCESS}/appRoleAssignments?$filter=resourceId eq ${resourceId}`,
    );
    const id = (held.body as { value: { id: string }[] }).value[0]?.id ?? '';
    const grant = { principalId: ACCESS, resourceId, appRoleId: appRoles[0]?.id };
    const paths = ['appRoleAssignedTo', 'appRoleAssignments'].map(
      (name) => `/beta/servicePrincipals/${resourceId}/${name}`,
    );
    expect(await asPiet(paths[1] ?? '', 'POST', grant)).toMatchObject({ status: 400 });
    expect(await asPiet(`${paths[0]}/${id}`, 'DELETE')).toMatchObject({ status: 204 });
    expect(await asPiet(paths[1] ?? '', 'POST', grant)).toMatchObject({ status: 201 });
    const another = { ...grant, resourceId: '00000000-0000-4000-8000-000000000001' };
    expect(await asPiet(paths[0] ?? '', 'POST', another)).toMatchObject({ status: 400 });
  });
});
