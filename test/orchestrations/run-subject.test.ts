import { afterEach, describe, expect, it } from '@jest/globals';
import type { Ports } from '../../functions/ports';
import { contoso, type Contoso } from '../support/contoso';
import { instanceOf } from '../support/product-under-test';
import { stopTenants } from '../local/tenant/tenant-under-test';

let product: Contoso;
afterEach(async () => {
  await product.stop();
  await stopTenants();
});

const HALF_AN_HOUR_SECONDS = 1800;

describe('a hint that comes while a run looks', () => {
  it('gives exactly one more look, however many hints came', async () => {
    product = await contoso();
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(3);
    expect(await product.row(ada)).toMatchObject({ live: true, run: 1 });
    for (let n = 0; n < 5; n += 1) await product.hint(ada);
    await product.advance(120);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', runs: 2 });
    expect(await product.row(ada)).toMatchObject({ live: false });
  });

  it('ends a run that has waited long, so that a disabled guest gets no desktop', async () => {
    product = await contoso();
    await product.tenant.control.setDurations({ runCommand: 1000 });
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(20);
    expect((await product.row(ada)).live).toBe(true);
    await product.tenant.control.disableUser({ user: ada });
    await product.hint(ada);
    await product.advance(150);
    expect(await product.guest(ada)).toMatchObject({ state: 'removed', removal: { because: 'disabled' } });
    expect(product.host.status(instanceOf(ada, 1))).toMatchObject({ output: 'done' });
    expect(await product.story(ada)).not.toContain('readAccess done');
  });
});

describe('an activity that throws', () => {
  /** `readProfiles` throws so many times: its adapter does what no adapter should. */
  const broken = (times: number) => ({
    wrap: (ports: Ports): Ports => ({
      ...ports,
      networkAccess: {
        ...ports.networkAccess,
        readOnboardingStatus: () => {
          times -= 1;
          if (times >= 0) throw new Error('killed');
          return ports.networkAccess.readOnboardingStatus();
        },
      },
    }),
  });

  it('is tried again a minute later', async () => {
    product = await contoso(broken(1));
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(50);
    expect(await product.row(ada)).toMatchObject({ live: true, run: 1 });
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', runs: 1 });
  });

  it('again and again closes the run with an alarm, and fails no run', async () => {
    product = await contoso(broken(4));
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(121);
    expect(await product.guest(ada)).toMatchObject({
      state: 'working',
      reason: { code: 'unavailable' },
      wakeAt: expect.any(String),
    });
    expect(product.host.status(instanceOf(ada, 1))).toMatchObject({ runtimeStatus: 'Completed' });
    await product.advance(300);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready' });
  });
});

describe('a wait', () => {
  it('for a service that says when to come back ends when it said', async () => {
    product = await contoso();
    await product.tenant.control.addFault({
      path: '/beta/networkAccess/tenantStatus',
      status: 429,
      retryAfterSeconds: 40,
      count: 1,
    });
    // What was asked beside it may still be on its way when the refusal is there: only this question is counted.
    let asked = 0;
    product.tenant.onTraffic(({ url }) => (asked += url.includes('/networkAccess/tenantStatus') ? 1 : 0));
    const ada = await product.admit('ada');
    await product.hint(ada);
    expect(asked).toBe(1);
    await product.advance(39);
    expect(asked).toBe(1);
    await product.advance(60);
    expect(asked).toBeGreaterThan(1);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', runs: 1 });
  });

  it('that is longer than a run may last parks it until then', async () => {
    product = await contoso();
    await product.tenant.control.addFault({
      path: '/beta/networkAccess/tenantStatus',
      status: 429,
      retryAfterSeconds: 600,
      count: 1,
    });
    const ada = await product.admit('ada');
    await product.hint(ada);
    expect(await product.guest(ada)).toMatchObject({
      state: 'working',
      reason: { code: 'throttled' },
      runs: 1,
    });
    await product.advance(595);
    expect(await product.guest(ada)).toMatchObject({ state: 'working', runs: 1 });
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'ready', runs: 2 });
  });

  it('for somebody who does not come costs a look in five minutes', async () => {
    product = await contoso();
    await product.tenant.control.setDurations({ runCommand: 3000 });
    const ada = await product.admit('ada');
    await product.hint(ada);
    await product.advance(HALF_AN_HOUR_SECONDS);
    const { runs } = await product.guest(ada);
    expect(runs).toBeLessThanOrEqual(7);
  });
});
