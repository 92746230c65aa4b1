import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readinessSentence } from '../../shared/domain/guest-record';
import { guestId } from '../../shared/domain/ids';
import { contoso, type Contoso } from '../support/contoso';
import { ACCESS_GROUP, BLOCKED_GROUP, ELIGIBLE_GROUP } from '../support/contoso-policy';
import { setPrivateProfile, setPrivateProfileAssigned } from '../support/admin-graph';
import { stopTenants } from '../local/tenant/tenant-under-test';

let product: Contoso;
beforeEach(async () => {
  product = await contoso();
});
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

async function ready(name: string): Promise<string> {
  const guest = await product.admit(name);
  await product.hint(guest);
  await product.advance(60);
  expect((await product.guest(guest)).state).toBe('ready');
  return guest;
}

describe('an invited guest', () => {
  it('stays invited, unwritten, and is ready on acceptance', async () => {
    const cleo = await product.invite('cleo');
    await product.hint(cleo);
    const guest = await product.guest(cleo);
    expect(guest).toMatchObject({ state: 'invited', wakeAt: null, acceptedAt: null });
    expect(readinessSentence(guest.checks)).toBe('ready on acceptance');
    expect(product.writes).toEqual([]);
  });

  it.each([
    [
      'a disabled profile',
      'the private profile is not enabled',
      () => setPrivateProfile(product.tenant, 'disabled'),
    ],
    [
      'a profile its group does not have',
      'the private profile is not assigned to the access group',
      () => setPrivateProfileAssigned(product.tenant, ACCESS_GROUP, false),
    ],
    [
      'a tenant that is not onboarded',
      'Global Secure Access onboarding is offboarded',
      () => product.tenant.control.setGsaOnboarding({ status: 'offboarded' }),
    ],
    [
      'no free host',
      '0 free session host(s)',
      () =>
        Promise.all(
          [1, 2, 3].map((n) =>
            product.tenant.control.setSessionHost({ name: `avd-contoso-${n}`, status: 'Unavailable' }),
          ),
        ),
    ],
  ])('is told of %s', async (_what, blocker, spoil) => {
    await spoil();
    const cleo = await product.invite('cleo');
    await product.hint(cleo);
    const { state, checks } = await product.guest(cleo);
    expect(state).toBe('invited');
    expect(readinessSentence(checks)).toBe(`not ready on acceptance: ${blocker}`);
  });

  it('is told of every blocker at once', async () => {
    await setPrivateProfile(product.tenant, 'disabled');
    for (const n of [1, 2, 3])
      await product.tenant.control.setSessionHost({ name: `avd-contoso-${n}`, allowNewSession: false });
    const cleo = await product.invite('cleo');
    await product.hint(cleo);
    expect(readinessSentence((await product.guest(cleo)).checks)).toBe(
      'not ready on acceptance: the private profile is not enabled; 0 free session host(s)',
    );
  });
});

describe('a guest who should have nothing', () => {
  it('is ignored while no partner claims its domain, or the policy does not entitle it', async () => {
    const { id } = await product.tenant.control.invite({ mail: 'eve@elsewhere.example' });
    await product.hint(id);
    expect(await product.guest(id)).toMatchObject({ state: 'ignored', reason: { code: 'no-partner' } });
    const ada = await product.admit('ada');
    await product.tenant.control.removeMember({ group: ELIGIBLE_GROUP, member: ada });
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'ignored', reason: { code: 'not-entitled' } });
    expect(product.writes).toEqual([]);
  });

  it('whom file sharing made is ignored where the policy wants an invitation by us, and let in once there is one', async () => {
    await product.applyPolicy({ admitWhen: { rule: 'invited-by-gatehouse' } });
    const ada = await product.admit('ada');
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'ignored', reason: { code: 'not-entitled' } });
    expect(product.writes).toEqual([]);
    const { invitedGuests, now } = product.ports;
    const mark = { guest: guestId(ada), invitedBy: ada, sponsor: null, language: null };
    await invitedGuests.record({ ...mark, at: now().toISOString() });
    await product.hint(ada);
    await product.advance(60);
    expect((await product.guest(ada)).state).toBe('ready');
  });

  it('is observed, not written for, until the mode says so', async () => {
    await product.applyPolicy({ mode: { kind: 'observe' } });
    const ada = await product.admit('ada');
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'observed', reason: { code: 'observe' } });
    await product.applyPolicy({ mode: { kind: 'pilot', guests: [] } });
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'observed', reason: { code: 'not-in-pilot' } });
    expect(product.writes).toEqual([]);
    await product.applyPolicy({ mode: { kind: 'pilot', guests: [ada] } });
    await product.hint(ada);
    await product.advance(60);
    expect((await product.guest(ada)).state).toBe('ready');
  });

  it('is held for an operator, with the reason, where somebody else redeemed the invitation', async () => {
    const ada = await product.invite('ada');
    await product.tenant.control.accept({ user: ada, provider: 'google.com', as: 'ada@gmail.example' });
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({
      state: 'held',
      reason: { code: 'identity-mismatch' },
      wakeAt: null,
    });
    expect(product.writes).toEqual([]);
  });

  it('is held while blocked', async () => {
    const ada = await product.admit('ada');
    await product.tenant.control.addMember({ group: BLOCKED_GROUP, member: ada });
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code: 'blocked' } });
    expect(product.writes).toEqual([]);
  });
});

describe('a ready guest who loses its entitlement', () => {
  const lose = (guest: string) =>
    product.tenant.control.removeMember({ group: ELIGIBLE_GROUP, member: guest });

  it('is removed, never forgotten', async () => {
    const ada = await ready('ada');
    await lose(ada);
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({
      state: 'removed',
      removal: { because: 'not-entitled' },
    });
  });

  it('while the partner is only observed is still known to have something, once the mode is back', async () => {
    const ada = await ready('ada');
    await product.applyPolicy({ mode: { kind: 'observe' } });
    await product.hint(ada);
    expect((await product.guest(ada)).state).toBe('observed');
    await lose(ada);
    await product.applyPolicy();
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({
      state: 'removed',
      removal: { because: 'not-entitled' },
    });
  });

  it('while it has to redeem again is still known to have something', async () => {
    const ada = await ready('ada');
    await product.tenant.control.resetRedemption({ user: ada });
    await product.hint(ada);
    expect((await product.guest(ada)).state).toBe('invited');
    await lose(ada);
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({
      state: 'removed',
      removal: { because: 'not-entitled' },
    });
  });

  it('is not held where it only had what somebody else gave', async () => {
    const ada = await product.admit('ada');
    await product.tenant.control.addMember({ group: ACCESS_GROUP, member: ada });
    await lose(ada);
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'ignored' });
  });
});
