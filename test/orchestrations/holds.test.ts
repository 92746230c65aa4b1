import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contoso, type Contoso } from '../support/contoso';
import { ACCESS_GROUP } from '../support/contoso-policy';
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

/** Tries to let a guest in; says where it stands a minute later. */
async function tryToAdmit(name: string): Promise<string> {
  const guest = await product.admit(name);
  await product.hint(guest);
  await product.advance(60);
  return guest;
}

const HOUR_SECONDS = 3600;

describe('a guest for whom no host is free', () => {
  const setHosts = (allowNewSession: boolean) =>
    Promise.all(
      [1, 2, 3].map((n) =>
        product.tenant.control.setSessionHost({ name: `avd-contoso-${n}`, allowNewSession }),
      ),
    );

  it('is held with a failure, and let in by the alarm when one appears', async () => {
    await setHosts(false);
    const ada = await tryToAdmit('ada');
    expect(await product.guest(ada)).toMatchObject({
      state: 'held',
      reason: { code: 'no-free-host' },
      wakeAt: expect.any(String),
    });
    expect(await product.failures()).toEqual([
      { flow: 'guest', step: 'ensurePersonalHost', code: 'no-free-host' },
    ]);
    expect(await product.row(ada)).toMatchObject({ partner: 'contoso' });
    await setHosts(true);
    await product.advance(HOUR_SECONDS - 120);
    expect(await product.guest(ada)).toMatchObject({ state: 'held', runs: 1 });
    await product.advance(180);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', reason: null, runs: 2 });
    expect(await product.failures()).toEqual([]);
  });

  it('is woken by the watchman where the broker forgot the alarm', async () => {
    await setHosts(false);
    const ada = await tryToAdmit('ada');
    product.bus.forget();
    await setHosts(true);
    await product.advance(HOUR_SECONDS);
    await product.watch();
    expect(await product.guest(ada)).toMatchObject({ state: 'held', runs: 1 });
    await product.advance(60);
    await product.watch();
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
  });
});

describe('a guest whose traffic profile is not right', () => {
  it.each([
    [
      'disabled',
      'profile-disabled',
      () => setPrivateProfile(product.tenant, 'disabled'),
      () => setPrivateProfile(product.tenant, 'enabled'),
    ],
    [
      'not assigned to the access group',
      'profile-not-assigned',
      () => setPrivateProfileAssigned(product.tenant, ACCESS_GROUP, false),
      () => setPrivateProfileAssigned(product.tenant, ACCESS_GROUP, true),
    ],
    [
      'most likely for everybody',
      'profile-unscoped',
      () => product.tenant.control.setSwitch({ name: 'profileServicePrincipalNull', value: true }),
      () => product.tenant.control.setSwitch({ name: 'profileServicePrincipalNull', value: false }),
    ],
    [
      'in a tenant that is not onboarded',
      'tenant-not-onboarded',
      () => product.tenant.control.setGsaOnboarding({ status: 'offboarded' }),
      () => product.tenant.control.setGsaOnboarding({ status: 'onboarded' }),
    ],
  ])('%s is held before anything is written, and let in once it is', async (_how, code, spoil, mend) => {
    await spoil();
    const writes = [...product.writes];
    const ada = await tryToAdmit('ada');
    expect(await product.guest(ada)).toMatchObject({ state: 'held', reason: { code }, desktop: null });
    expect(await product.failures()).toEqual([{ flow: 'guest', step: 'readPreparation', code }]);
    expect(
      product.writes.slice(writes.length).filter((write) => !/forwardingProfiles|appRole/.test(write)),
    ).toEqual([]);
    await mend();
    await product.advance(HOUR_SECONDS + 60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
    expect(await product.failures()).toEqual([]);
  });

  it('for everybody is borne where the policy accepts that', async () => {
    await product.tenant.control.setSwitch({ name: 'profileServicePrincipalNull', value: true });
    await product.applyPolicy({ acceptTenantWideProfile: true });
    const guest = await product.guest(await tryToAdmit('ada'));
    expect(guest.state).toBe('ready');
    expect(guest.checks.filter(({ check }) => check === 'profile').map(({ verdict }) => verdict)).toEqual([
      'warning',
      'warning',
    ]);
  });
});

describe('a held guest', () => {
  it('that is only observed again leaves no failure behind', async () => {
    await setPrivateProfile(product.tenant, 'disabled');
    const ada = await tryToAdmit('ada');
    await setPrivateProfile(product.tenant, 'enabled');
    await product.applyPolicy({ mode: { kind: 'observe' } });
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'observed', reason: { code: 'observe' } });
    expect(await product.failures()).toEqual([]);
  });

  it('that nobody wants in any more leaves no failure behind', async () => {
    await setPrivateProfile(product.tenant, 'disabled');
    const ada = await tryToAdmit('ada');
    await product.tenant.control.disableUser({ user: ada });
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'ignored' });
    expect(await product.failures()).toEqual([]);
  });

  it('whose invitation starts over leaves no failure behind', async () => {
    await setPrivateProfile(product.tenant, 'disabled');
    const ada = await tryToAdmit('ada');
    await product.tenant.control.resetRedemption({ user: ada });
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({ state: 'invited' });
    expect(await product.failures()).toEqual([]);
  });
});
