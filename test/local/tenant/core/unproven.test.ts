import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { ACCESS, graphFetch, onePartner, stopTenants } from '../tenant-under-test';

const GROUP =
  '/subscriptions/c0ffee00-1d2e-4f3a-8b4c-5d6e7f809102/resourceGroups/rg-contoso-desktops/providers';
const POOL = `${GROUP}/Microsoft.DesktopVirtualization/hostPools/hp-contoso`;
const AVD = '?api-version=2024-04-03';

let tenant: Tenant;
let anna: string;

beforeAll(async () => {
  tenant = await onePartner({ clock: 'virtual' });
  const { control } = tenant;
  ({ id: anna } = await control.invite({ mail: 'anna@contoso.com', name: 'anna' }));
  await control.accept({ user: 'anna' });
  await control.addMember({ group: 'contoso-desktop-avd', member: 'anna' });
  await control.addMember({ group: 'gatehouse-contoso-access', member: 'contoso-desktop-avd' });
  const { userPrincipalName } = (
    await control.openSession({ user: 'anna', host: 'avd-contoso-1' }).then(() => control.listSessions())
  ).hosts[0] ?? { userPrincipalName: '' };
  await control.setSessionHost({ name: 'avd-contoso-1', assignedUser: userPrincipalName });
  await control.setMachine({ name: 'avd-contoso-1', clientVersion: '2.24.117.0' });
});
afterAll(stopTenants);

const as = (who: string, path: string, method = 'GET', body?: unknown) =>
  tenant.control.call({ as: who, path, method, body });
const signIn = () => tenant.control.signInToDesktop({ user: 'anna', hostPool: 'hp-contoso' });

/** What happens with the switch the other way round; afterwards it is back. */
async function turned<T>(name: string, value: boolean | number, task: () => Promise<T>): Promise<T> {
  const before = (await tenant.control.listSwitches())[name];
  await tenant.control.setSwitch({ name, value });
  try {
    return await task();
  } finally {
    await tenant.control.setSwitch({ name, value: before ?? false });
  }
}

describe('what no source proves goes the other way by a switch', () => {
  it('groups in groups on a traffic profile', async () => {
    expect(await signIn()).toMatchObject({ signedIn: true, tunnel: 'no profile' });
    const tunnel = await turned('profileFollowsNesting', true, signIn);
    expect(tunnel).toMatchObject({ tunnel: expect.stringContaining('private') });
  });

  it('groups in groups in Conditional Access', async () => {
    await tenant.control.addMember({ group: 'gatehouse-blocked', member: 'gatehouse-contoso-access' });
    expect(await signIn()).toMatchObject({ signedIn: false, reason: expect.stringContaining('53003') });
    expect(await turned('conditionalAccessFollowsNesting', false, signIn)).toMatchObject({ signedIn: true });
    await tenant.control.removeMember({ group: 'gatehouse-blocked', member: 'gatehouse-contoso-access' });
  });

  it('the permission to add a user to a group', async () => {
    const body = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${anna}` };
    const add = () => as('gatehouse-runtime', `/v1.0/groups/${ACCESS}/members/$ref`, 'POST', body);
    expect(await turned('memberWriteNeedsUserPermission', true, add)).toMatchObject({ status: 403 });
    expect(await add()).toMatchObject({ status: 204 });
  });

  it('the right of a session operator to list a whole pool', async () => {
    const role = `${GROUP}/Microsoft.Authorization/roleDefinitions/ea4bfff8-7fb4-485a-aadd-d4129a0ffaa6`;
    const { 'gatehouse-offboarding': principalId } = await tenant.control.names({ kind: 'app' });
    await tenant.control.removeGrants({ principal: 'gatehouse-offboarding' });
    const assignment = `${POOL}/providers/Microsoft.Authorization/roleAssignments/0d5c4b3a-2918-4f07-a6e5-d4c3b2a19081`;
    const properties = { roleDefinitionId: role, principalId, principalType: 'ServicePrincipal' };
    const given = await as('piet', `${assignment}?api-version=2022-04-01`, 'PUT', { properties });
    expect(given).toMatchObject({ status: 201 });
    const inPool = () => as('gatehouse-offboarding', `${POOL}/userSessions${AVD}`);
    expect(await inPool()).toMatchObject({ status: 200 });
    expect(await turned('sessionOperatorListsPool', false, inPool)).toMatchObject({ status: 403 });
    const onHost = `${POOL}/sessionHosts/avd-contoso-1/userSessions${AVD}`;
    expect(await as('gatehouse-offboarding', onHost)).toMatchObject({ status: 200 });
  });

  it('onboarding by an application', async () => {
    await tenant.control.setPermission({
      app: 'gatehouse-runtime',
      permission: 'NetworkAccess.ReadWrite.All',
    });
    const onboard = () =>
      as('gatehouse-runtime', '/beta/networkAccess/microsoft.graph.networkaccess.onboard', 'POST');
    expect(await onboard()).toMatchObject({ status: 204 });
    expect(await turned('onboardByApplication', false, onboard)).toMatchObject({ status: 403 });
  });

  it('the answer to a grant for a group that is not replicated, and to a command for a stopped machine', async () => {
    await tenant.control.setReplicationLag({ ms: 60_000 });
    const group = { displayName: 'new', mailEnabled: false, mailNickname: 'new', securityEnabled: true };
    const made = await as('piet', '/v1.0/groups', 'POST', group);
    const { id: principalId } = made.body as { id: string };
    const { 'contoso-project-files': resourceId } = await tenant.control.names({ kind: 'private-app' });
    const grant = () =>
      as('piet', `/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`, 'POST', {
        principalId,
        resourceId,
        appRoleId: '18d14569-c3bd-439b-9a66-3a2aee01d14f',
      });
    expect(await grant()).toMatchObject({ status: 404 });
    expect(await turned('grantMissingPrincipalStatus', 400, grant)).toMatchObject({ status: 400 });
    await tenant.control.advanceClock({ minutes: 1 });
    expect(await grant()).toMatchObject({ status: 201 });
    await tenant.control.setMachine({ name: 'avd-contoso-3', power: 'deallocated' });
    const command = () =>
      as(
        'gatehouse-runtime',
        `${GROUP}/Microsoft.Compute/virtualMachines/avd-contoso-3/runCommands/gsa-probe-1?api-version=2023-03-01`,
        'PUT',
        { location: 'westeurope', properties: { source: { script: 'probe' } } },
      );
    expect(await command()).toMatchObject({ status: 409, body: { error: { code: 'OperationNotAllowed' } } });
    expect(await turned('stoppedVmRunCommandStatus', 400, command)).toMatchObject({ status: 400 });
  });

  it('what getByIds costs', async () => {
    const units = async () => {
      const init = { method: 'POST', body: JSON.stringify({ ids: [anna] }) };
      const answer = await graphFetch(tenant, '/v1.0/directoryObjects/getByIds', init);
      return answer.headers.get('x-ms-resource-unit');
    };
    expect(await units()).toBe('3');
    expect(await turned('getByIdsUnits', 5, units)).toBe('5');
  });
});
