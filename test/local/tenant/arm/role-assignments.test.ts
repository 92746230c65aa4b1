import { afterEach, describe, expect, it } from '@jest/globals';
import { loadScenario } from '../../../../local/tenant/scenarios/load-scenario';
import { adminHeaders } from '../network-access/admin-headers';
import { ELIGIBLE, graphFetch, onePartner, stopTenants } from '../tenant-under-test';
import { GROUP_SCOPE, stillTenant } from './arm-clients';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const USER_ROLE = '1d18fff3-a72a-46b5-b4a9-0b38a3cd7e63';
const LOGIN_ROLE = 'fb879df8-f326-4884-b1cf-06f3ad86be52';
const NAME = '11111111-2222-4333-8444-555555555555';
const assignmentUrl = (name: string): string =>
  `${GROUP_SCOPE}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`;

/** The preparing admin, who is Owner of the subscription. */
async function ask(tenant: Tenant, path: string, method = 'GET', properties?: object): Promise<Response> {
  const headers = await adminHeaders(tenant, 'https://management.azure.com');
  const body = properties === undefined ? {} : { body: JSON.stringify({ properties }) };
  return fetch(`${tenant.url}${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...body,
  });
}

const wanted = (role: string, principalId: string, principalType = 'Group'): object => ({
  roleDefinitionId: `${GROUP_SCOPE}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
  principalId,
  principalType,
});

async function codeOf(answer: Response): Promise<[number, string]> {
  const { error } = (await answer.json()) as { error: { code: string } };
  return [answer.status, error.code];
}

describe('role assignments', () => {
  it('are made with 201, repeated with 200 and cannot be changed', async () => {
    const tenant = await stillTenant();
    expect((await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, ELIGIBLE))).status).toBe(201);
    expect((await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, ELIGIBLE))).status).toBe(200);
    const changed = await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(LOGIN_ROLE, ELIGIBLE));
    expect(await codeOf(changed)).toEqual([400, 'RoleAssignmentUpdateNotPermitted']);
  });

  it('exist once, whatever their name', async () => {
    const tenant = await stillTenant();
    await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, ELIGIBLE));
    const other = NAME.replace('1111', '9999');
    const twin = await ask(tenant, assignmentUrl(other), 'PUT', wanted(USER_ROLE, ELIGIBLE));
    expect(await codeOf(twin)).toEqual([409, 'RoleAssignmentExists']);
  });

  it('do not know a new group for a while, whatever type was said', async () => {
    const tenant = await stillTenant();
    const headers = await adminHeaders(tenant);
    const group = { displayName: 'fresh', mailEnabled: false, mailNickname: 'fresh', securityEnabled: true };
    const made = await graphFetch(tenant, '/v1.0/groups', {
      method: 'POST',
      headers,
      body: JSON.stringify(group),
    });
    const { id } = (await made.json()) as { id: string };
    const put = (): Promise<Response> => ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, id));
    expect(await codeOf(await put())).toEqual([400, 'PrincipalNotFound']);
    await tenant.control.advanceClock({ minutes: 2 });
    expect((await put()).status).toBe(201);
  });

  it('refuse a principal of another type than said', async () => {
    const tenant = await stillTenant();
    const put = await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, ELIGIBLE, 'User'));
    expect(await codeOf(put)).toEqual([400, 'UnmatchedPrincipalType']);
  });

  it('are listed by principal, deleted with 200 and then with 204', async () => {
    const tenant = await stillTenant();
    await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, ELIGIBLE));
    const list = await ask(
      tenant,
      `${GROUP_SCOPE}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=principalId%20eq%20'${ELIGIBLE}'`,
    );
    expect(await list.json()).toMatchObject({
      value: [{ name: NAME, properties: { principalId: ELIGIBLE } }],
    });
    expect((await ask(tenant, assignmentUrl(NAME), 'DELETE')).status).toBe(200);
    expect((await ask(tenant, assignmentUrl(NAME), 'DELETE')).status).toBe(204);
  });

  it('end at 4,000 in a subscription', async () => {
    const scenario = loadScenario('one-partner');
    const many = Array.from({ length: 4_000 }, (_, at) => ({
      role: 'Reader',
      scope: `${GROUP_SCOPE}/providers/Microsoft.Compute/virtualMachines/vm-${at}`,
      group: 'contoso-desktop-eligible',
    }));
    const { azure } = scenario;
    const full = { ...scenario, azure: { ...azure, roleAssignments: [...azure.roleAssignments, ...many] } };
    const tenant = await onePartner({ scenario: full, clock: 'virtual' });
    const put = await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, ELIGIBLE));
    expect(await codeOf(put)).toEqual([400, 'RoleAssignmentLimitExceeded']);
  });

  it('stay as orphans when their principal is gone', async () => {
    const tenant = await stillTenant();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.advanceClock({ minutes: 2 });
    await ask(tenant, assignmentUrl(NAME), 'PUT', wanted(USER_ROLE, id, 'User'));
    await tenant.control.deleteUser({ user: id });
    await tenant.control.purgeUser({ user: id });
    expect((await ask(tenant, assignmentUrl(NAME))).status).toBe(200);
  });

  it('name roles that can be found by their name', async () => {
    const tenant = await stillTenant();
    const list = await ask(
      tenant,
      `${GROUP_SCOPE}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01&$filter=roleName%20eq%20'Desktop Virtualization User'`,
    );
    expect(await list.json()).toMatchObject({ value: [{ name: USER_ROLE }] });
  });
});
