import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { guestId, hostId } from '../../shared/domain/ids';
import { stopTenants } from '../local/tenant/tenant-under-test';
import { contoso, type Contoso } from '../support/contoso';
import { ACCESS_GROUP, BLOCKED_GROUP, CLOUD_PC_GROUP, ELIGIBLE_GROUP } from '../support/contoso-policy';

let product: Contoso;
beforeEach(async () => {
  product = await contoso();
});
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

async function ready(name: string, wants?: { cloudPc?: boolean }): Promise<string> {
  const guest = await product.admit(name, wants);
  await product.hint(guest);
  await product.advance(120);
  expect((await product.guest(guest)).state).toBe('ready');
  product.writes.length = 0;
  return guest;
}

async function loseEligibility(guest: string): Promise<void> {
  await product.tenant.control.removeMember({ group: ELIGIBLE_GROUP, member: guest });
  await product.hint(guest);
  await product.advance(120);
}

const isMember = (group: string, guest: string) =>
  product.ports.members.isMember(group as never, guestId(guest));

describe('a guest who is not entitled any more', () => {
  it('is blocked first, leaves the access group, gives its host back dirty, and is read back as removed', async () => {
    const ada = await ready('ada');
    const { desktop } = await product.guest(ada);
    await loseEligibility(ada);
    const guest = await product.guest(ada);
    expect(guest).toMatchObject({ state: 'removed', desktop: null, removal: { because: 'not-entitled' } });
    expect(guest.checks.map(({ verdict }) => verdict)).not.toContain('blocked');
    expect(await isMember(ACCESS_GROUP, ada)).toBe(false);
    expect(await isMember(BLOCKED_GROUP, ada)).toBe(true);
    expect((await product.ports.hosts.read(hostId(desktop!.host)))?.value.lease).toMatchObject({
      kind: 'dirty',
      lastGuest: ada,
      lastPartner: 'contoso',
    });
    await product.advance(60);
    expect((await product.tenant.control.setMachine({ name: desktop!.name })).client).toBeNull();
    const [first] = product.writes;
    expect(first).toContain(`/groups/${BLOCKED_GROUP}`);
    expect(await product.failures()).toEqual([]);
  });

  it('loses a session that started in between, too', async () => {
    const ada = await ready('ada');
    await product.tenant.control.openSession({ user: ada, host: (await product.guest(ada)).desktop!.name });
    await loseEligibility(ada);
    const { host } = (await product.ports.hosts.list()).map((record) => ({
      host: record.target.kind === 'vm' ? record.target.sessionHostId : '',
    }))[0]!;
    expect(await product.ports.desktops.listUserSessions(host)).toEqual([]);
  });

  it('comes back cleanly when it is entitled again: the block goes first, then it is let in on another host', async () => {
    const ada = await ready('ada');
    const before = (await product.guest(ada)).desktop;
    await loseEligibility(ada);
    await product.tenant.control.addMember({ group: ELIGIBLE_GROUP, member: ada });
    await product.hint(ada);
    await product.advance(180);
    const guest = await product.guest(ada);
    expect(guest).toMatchObject({ state: 'ready', removal: null });
    expect(guest.desktop?.host).not.toBe(before?.host);
    expect(await isMember(BLOCKED_GROUP, ada)).toBe(false);
  });
});

describe('a guest whose account is gone', () => {
  it('leaves nothing behind, and is held when somebody restores it', async () => {
    const ada = await ready('ada');
    await product.tenant.control.deleteUser({ user: ada });
    await product.hint(ada);
    await product.advance(120);
    expect(await product.guest(ada)).toMatchObject({
      state: 'removed',
      removal: { because: 'left-directory' },
    });
    expect(
      (await product.ports.desktops.listSessionHosts((await pools())[0]!)).map(
        ({ assignedUser }) => assignedUser,
      ),
    ).toEqual([null, null, null]);
    await product.tenant.control.restoreUser({ user: ada });
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: 'restored' } });
  });
});

const pools = async () =>
  (await product.ports.partners.list()).flatMap(({ desktops }) =>
    desktops.flatMap((offer) => (offer.kind === 'avd-personal' ? offer.hostPools : [])),
  );

describe('what cannot be taken back', () => {
  it('is asked of the other part: the account is disabled, and deleted when its days are over', async () => {
    await product.applyPolicy({ account: { rule: 'delete-after-days', days: 7 } });
    const ada = await ready('ada');
    await loseEligibility(ada);
    const removed = await product.guest(ada);
    expect(removed).toMatchObject({ state: 'removed', removal: { deleteAccountAt: expect.any(String) } });
    expect(await product.ports.directory.readUser(guestId(ada))).toMatchObject({ accountEnabled: false });
    await product.advance(7 * 24 * 3600 + 600);
    expect(await product.ports.directory.readUser(guestId(ada))).toBeUndefined();
    expect(await product.guest(ada)).toMatchObject({ state: 'removed', wakeAt: null });
    const audited = (await product.ports.audit.read(10)).map(({ action, result }) => `${action} ${result}`);
    expect(audited).toEqual(['delete-account done', 'disable-account done']);
  });

  it('takes the Cloud PC group only through an order, and reboots the Cloud PC before and after', async () => {
    const ben = await ready('ben', { cloudPc: true });
    await loseEligibility(ben);
    expect((await product.guest(ben)).state).toBe('removed');
    expect(await isMember(CLOUD_PC_GROUP, ben)).toBe(false);
    expect((await product.ports.orders.read(guestId(ben), 'leave-cloud-pc-group'))?.value).toMatchObject({
      state: 'done',
      before: { isMember: true },
    });
    expect(product.writes.filter((write) => write.endsWith('/reboot'))).toHaveLength(2);
  });

  it('is not done to an administrator: the guest is held, its access is gone', async () => {
    await product.applyPolicy({ account: { rule: 'disable' } });
    const ada = await ready('ada');
    await product.tenant.control.giveDirectoryRole({ principal: ada, role: 'Helpdesk Administrator' });
    await loseEligibility(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: 'admin-role' } });
    expect(await product.ports.directory.readUser(guestId(ada))).toMatchObject({ accountEnabled: true });
    expect(await isMember(ACCESS_GROUP, ada)).toBe(false);
  });

  it('waits while the kill switch is on', async () => {
    await product.applyPolicy({ account: { rule: 'disable' } });
    const ada = await ready('ada');
    const savedAt = product.ports.now().toISOString();
    const detail = { isOn: true, by: 'olga', reason: 'something looks wrong' };
    await product.ports.cursors.save({ name: 'kill-switch', savedAt, detail }, undefined);
    await loseEligibility(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: 'kill-switch' } });
    expect(await product.ports.directory.readUser(guestId(ada))).toMatchObject({ accountEnabled: true });
  });
});

describe('automatic removals', () => {
  it('stop at the cap of the day, and go on the next day', async () => {
    await product.applyPolicy({ caps: { removalsPerDay: 1, removalsPercentPerDay: 0 } });
    const [ada, bob] = [await ready('ada'), await ready('bob')];
    await loseEligibility(ada);
    await loseEligibility(bob);
    expect((await product.guest(ada)).state).toBe('removed');
    expect(await product.guest(bob)).toMatchObject({ state: 'held', reason: { code: 'removal-cap' } });
    expect(await isMember(ACCESS_GROUP, bob)).toBe(true);
    await product.advance(24 * 3600 + 60);
    expect((await product.guest(bob)).state).toBe('removed');
  });
});
