import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readinessSentence } from '../../shared/domain/guest-record';
import { adminGraph } from '../support/admin-graph';
import { contoso, type Contoso } from '../support/contoso';
import { ACCESS_GROUP } from '../support/contoso-policy';
import { stopTenants } from '../local/tenant/tenant-under-test';

let product: Contoso;
beforeEach(async () => {
  product = await contoso();
});
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

const HOUR_SECONDS = 3600;
const members = async () =>
  (await product.tenant.control.listMembers({ group: ACCESS_GROUP })).map(({ id }) => id);

async function ready(name: string): Promise<string> {
  const guest = await product.admit(name);
  await product.hint(guest);
  await product.advance(60);
  expect(await product.guest(guest)).toMatchObject({ state: 'ready' });
  return guest;
}

async function again(guest: string): Promise<void> {
  await product.hint(guest);
  await product.advance(60);
}

describe('a guest who is ready', () => {
  it('and is redeemed again as somebody else loses its access first, and is let in again as itself', async () => {
    const ada = await ready('ada');
    await product.tenant.control.resetRedemption({ user: ada });
    await product.tenant.control.accept({ user: ada, provider: 'google.com', as: 'eve@gmail.example' });
    await again(ada);
    expect(await product.guest(ada)).toMatchObject({
      state: 'held',
      reason: { code: 'identity-mismatch', message: expect.stringContaining('access was taken away') },
      wakeAt: null,
    });
    expect(await members()).toEqual([]);
    expect(await product.failures()).toMatchObject([{ flow: 'guest', code: 'identity-mismatch' }]);
    await product.tenant.control.resetRedemption({ user: ada });
    await product.tenant.control.accept({ user: ada, homeTenant: 'contoso' });
    await again(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await members()).toEqual([ada]);
    expect(await product.failures()).toEqual([]);
  });

  it('stays ready when its mail domain moves to another tenant, which stops newcomers', async () => {
    const ada = await ready('ada');
    const { control } = product.tenant;
    await control.addPartner({ name: 'fabrikam', domains: ['fabrikam.com'] });
    await control.moveDomain({ domain: 'contoso.com', to: 'fabrikam' });
    await product.advance(2 * HOUR_SECONDS);
    await again(ada);
    const { state, checks } = await product.guest(ada);
    expect(state).toBe('ready');
    expect(checks.find(({ check }) => check === 'identity')?.verdict).toMatch(/warning|ok/);
    const ben = await product.invite('ben');
    await control.accept({ user: ben, homeTenant: 'contoso' });
    await again(ben);
    expect(await product.guest(ben)).toMatchObject({ state: 'held', reason: { code: 'identity-mismatch' } });
    expect(await members()).toEqual([ada]);
  });

  it('gets a newer client on the same host when the policy asks for one', async () => {
    const ada = await ready('ada');
    const { desktop } = await product.guest(ada);
    const { client } = (await product.ports.partners.read((await product.row(ada)).partner as never))!.value;
    await product.applyPolicy({ client: { ...client, version: '2.28.1' } });
    await again(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', desktop });
    const machine = await product.tenant.control.showMachine({ name: desktop!.name });
    expect(machine.client).toEqual({ version: '2.28.1' });
  });

  it('gets another host when its own is gone, and nobody gets the old one', async () => {
    const ada = await ready('ada');
    const first = (await product.guest(ada)).desktop!;
    const { desktops } = product.ports;
    const [read, list] = [desktops.readSessionHost.bind(desktops), desktops.listSessionHosts.bind(desktops)];
    const isGone = (id: string) => id.endsWith(`/${first.name}`);
    desktops.readSessionHost = async (id) => (isGone(id) ? undefined : read(id));
    desktops.listSessionHosts = async (id, age) => (await list(id, age)).filter((host) => !isGone(host.id));
    // The pool still holds the assignment that the vanished host had.
    await product.tenant.control.setSessionHost({ name: first.name, assignedUser: null });
    await again(ada);
    const second = await product.guest(ada);
    expect(second).toMatchObject({ state: 'ready' });
    expect(second.desktop?.host).not.toBe(first.host);
    const leases = (await product.ports.hosts.list()).map(({ host, lease }) => [host, lease.kind]);
    expect(Object.fromEntries(leases)).toMatchObject({
      [first.host]: 'dirty',
      [second.desktop!.host]: 'leased',
    });
  });

  it('is held when the policy names a private app that nobody assigned', async () => {
    const ada = await ready('ada');
    await product.applyPolicy({ privateApps: ['0a1b2c3d-4e5f-4607-8819-2a3b4c5d6eff'] });
    await again(ada);
    expect(await product.guest(ada)).toMatchObject({
      state: 'held',
      reason: { code: 'private-app-not-assigned' },
    });
    expect(await members()).toEqual([ada]);
  });
});

describe('a host', () => {
  it('that somebody was faster at is left to them, and the guest gets another one', async () => {
    const ada = await product.admit('ada');
    const { desktops } = product.ports;
    const assign = desktops.assignUser.bind(desktops);
    let taken: string | undefined;
    desktops.assignUser = async (id, principal) => {
      if (taken === undefined) {
        taken = id.split('/').at(-1)!;
        await product.tenant.control.setSessionHost({ name: taken, assignedUser: 'olga@woodgrove.com' });
      }
      await assign(id, principal);
    };
    await again(ada);
    const guest = await product.guest(ada);
    expect(guest).toMatchObject({ state: 'ready' });
    expect(guest.desktop?.name).not.toBe(taken);
    const leased = (await product.ports.hosts.list()).filter(({ lease }) => lease.kind === 'leased');
    expect(leased).toHaveLength(1);
  });
});

describe('an invited guest', () => {
  it('is told that Conditional Access would keep it out, and is let in once it does not', async () => {
    const { tenant } = product;
    const { id } = await adminGraph<{ id: string }>(
      tenant,
      'POST',
      '/v1.0/identity/conditionalAccess/policies',
      {
        displayName: 'No guests',
        state: 'enabled',
        conditions: {
          users: { includeUsers: ['GuestsOrExternalUsers'] },
          applications: { includeApplications: ['All'] },
        },
        grantControls: { operator: 'OR', builtInControls: ['block'] },
      },
    );
    // One request a second for the whole tenant, and none said when to come back.
    await product.advance(2);
    const ada = await product.invite('ada');
    await product.hint(ada);
    expect(readinessSentence((await product.guest(ada)).checks)).toBe(
      `not ready on acceptance: policy ${id} blocks guests of this partner`,
    );
    await tenant.control.accept({ user: ada, homeTenant: 'contoso' });
    await again(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: 'sign-in-blocked' } });
    await product.advance(2);
    await adminGraph(tenant, 'DELETE', `/v1.0/identity/conditionalAccess/policies/${id}`);
    await product.advance(HOUR_SECONDS + 60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await product.failures()).toEqual([]);
  });
});
