import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contoso, type Contoso } from '../support/contoso';
import { ACCESS_GROUP, CLOUD_PC_GROUP } from '../support/contoso-policy';
import { stopTenants } from '../local/tenant/tenant-under-test';

let product: Contoso;
beforeEach(async () => {
  product = await contoso();
});
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

const membersOf = async (group: string) =>
  (await product.tenant.control.listMembers({ group })).map(({ id }) => id);

describe('an accepted guest', () => {
  it('gets a personal host with the client on it, and all of it is read back', async () => {
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(60);
    const { checks, ...guest } = await product.guest(ada);
    expect(guest).toMatchObject({
      state: 'ready',
      desktop: { kind: 'avd-personal', name: expect.stringMatching(/^avd-contoso-[123]$/) },
      reason: null,
      wakeAt: null,
      runs: 1,
    });
    expect(checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
      'identity ok',
      'account ok',
      'cross-tenant-access ok',
      'conditional-access ok',
      'host-pool ok',
      'workspace ok',
      'desktop-role ok',
      'vm-sign-in ok',
      'start-vm ok',
      'desktop-right ok',
      'tenant ok',
      'profile ok',
      'profile ok',
      'access-group ok',
      'personal-host ok',
      'client ok',
    ]);
    expect(await membersOf(ACCESS_GROUP)).toEqual([ada]);
    const machine = await product.tenant.control.setMachine({ name: guest.desktop!.name });
    expect(machine.client).toEqual({ version: '2.24.117' });
    expect(await product.failures()).toEqual([]);
  });

  it('gets a Cloud PC with the client that Intune put on it', async () => {
    const ben = await product.admit('ben', { cloudPc: true });
    await product.hint(ben);
    await product.advance(60);
    const { checks, ...guest } = await product.guest(ben);
    expect(guest).toMatchObject({ state: 'ready', desktop: { kind: 'windows-365' } });
    expect(checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(await membersOf(ACCESS_GROUP)).toEqual([ben]);
    expect(await membersOf(CLOUD_PC_GROUP)).toEqual([ben]);
    expect(await product.tenant.control.listCloudPcs({})).toMatchObject([
      { userId: ben, status: 'provisioned' },
    ]);
  });

  it('is told how long it took from acceptance to ready', async () => {
    const ada = await product.admit('ada');
    await product.advance(100);
    await product.hint(ada);
    await product.advance(60);
    const { acceptedAt, readyAt, acceptedToReadySeconds } = await product.guest(ada);
    expect(acceptedToReadySeconds).toBeGreaterThanOrEqual(100);
    expect(acceptedToReadySeconds).toBe(Math.round((Date.parse(readyAt!) - Date.parse(acceptedAt!)) / 1000));
  });

  it('is looked at again without a write, and keeps its desktop and its time to ready', async () => {
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(60);
    const first = await product.guest(ada);
    const writes = [...product.writes];
    await product.advance(3600);
    await product.hint(ada);
    await product.advance(60);
    const later = { runs: 2, checks: expect.anything(), identityProof: 'proven' };
    expect(await product.guest(ada)).toEqual({ ...first, ...later });
    expect(product.writes).toEqual(writes);
  });

  it('whose invitation is reset and redeemed anew gets a new time to ready, and the same desktop', async () => {
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(60);
    const first = await product.guest(ada);
    await product.tenant.control.resetRedemption({ user: ada });
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({
      state: 'invited',
      acceptedAt: null,
      readyAt: null,
      acceptedToReadySeconds: null,
    });
    await product.advance(500);
    await product.tenant.control.accept({ user: ada, homeTenant: 'contoso' });
    await product.hint(ada);
    await product.advance(60);
    const second = await product.guest(ada);
    expect(second).toMatchObject({ state: 'ready', desktop: first.desktop });
    expect(Date.parse(second.acceptedAt!)).toBeGreaterThan(Date.parse(first.readyAt!));
    expect(second.acceptedToReadySeconds).toBeLessThan(60);
  });

  it('shares no host with another guest who comes at the same moment', async () => {
    const guests = [await product.admit('ada'), await product.admit('ben'), await product.admit('cleo')];
    await Promise.all(guests.map((guest) => product.hint(guest)));
    await product.advance(90);
    const states = await Promise.all(guests.map((guest) => product.guest(guest)));
    expect(states.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    expect(new Set(states.map(({ desktop }) => desktop?.host)).size).toBe(3);
  });
});
