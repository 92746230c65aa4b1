import { afterEach, describe, expect, it } from '@jest/globals';
import type { ReplayView } from '../../shared/domain/admin-api/replay-view';
import { freeHosts } from '../../shared/domain/choose-host';
import { guestId } from '../../shared/domain/ids';
import { guid } from '../shared/state/builders';
import { memorySessionHost } from '../support/memory-session-host';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
afterEach(() => desk.product.stop());

const MINUTES = 60;

/** The plan of so many guests whose pool was empty and has five hosts now. */
async function planned(guests: number): Promise<ReplayView> {
  desk = await offboardingDesk(0);
  for (let n = 1; n <= guests; n += 1) {
    desk.tenant.admit(n, desk.product.host.clock.now());
    await desk.product.hint(guid(n));
  }
  await desk.product.advance(30);
  for (let n = 0; n < 5; n += 1) desk.tenant.hosts.push(memorySessionHost(n));
  const body = { of: { kind: 'partner', partner: 'contoso' } };
  const { record } = await desk.ask<ReplayView>('planReplay', {}, body);
  return desk.ask('showReplay', { plan: record.id });
}

const run = async ({ record: { id, hash } }: ReplayView, inputs: object) => {
  const body = { hash, reason: 'asked by the sponsor', inputs };
  const answer = await desk.ask<ReplayView & { code?: string; allowed?: string[] }>(
    'runReplay',
    { plan: id },
    body,
  );
  await desk.product.advance(3 * MINUTES);
  return answer;
};
const show = ({ record }: ReplayView) => desk.ask<ReplayView>('showReplay', { plan: record.id });
/** A host that the guest's run would not come to first by itself. */
const otherThanFirst = async (): Promise<string> => {
  const { partners } = desk.product.ports;
  const policy = (await partners.read('contoso' as never))!.value;
  return freeHosts(desk.tenant.hosts, [], guestId(guid(1)), policy).at(-1)!.name;
};
const hostOf = async (n: number) => (await desk.product.guest(guid(n))).desktop?.name;

describe('what is given to a replay', () => {
  it('is leased by the guest’s next run, kept as a difference with the plan, and gone from the guest after', async () => {
    const plan = await planned(1);
    const name = await otherThanFirst();
    await run(plan, { 'ensurePersonalHost.host': name.toUpperCase() });
    expect(await hostOf(1)).toBe(name);
    const { record, outcome } = await show(plan);
    expect(outcome).toMatchObject({ changed: 1, unconfirmed: [] });
    expect(record.start?.inputs).toEqual([
      { step: 'ensurePersonalHost', field: 'host', before: null, after: name },
    ]);
    expect((await desk.product.guest(guid(1))).given).toBeNull();
  });

  it('may be a host pool for many, by its name', async () => {
    const plan = await planned(2);
    await run(plan, { 'ensurePersonalHost.pool': 'HP-Contoso' });
    expect((await show(plan)).record.start?.inputs).toMatchObject([
      { field: 'pool', after: expect.stringMatching(/hostPools\/hp-contoso$/) },
    ]);
    expect((await show(plan)).outcome).toMatchObject({ changed: 2 });
  });

  it.each([
    [
      'a host that is not free',
      1,
      { 'ensurePersonalHost.host': 'host-9' },
      ['host-0', 'host-1', 'host-2', 'host-3', 'host-4'],
    ],
    ['a pool that is none of the policy’s', 1, { 'ensurePersonalHost.pool': 'elsewhere' }, ['hp-contoso']],
    ['one host for two guests', 2, { 'ensurePersonalHost.host': 'host-1' }, []],
  ])(
    'is refused: %s; nothing is changed, and what can be given is said',
    async (_what, guests, inputs, allowed) => {
      const plan = await planned(guests);
      expect(await run(plan, inputs)).toMatchObject({ code: 'input-refused', allowed });
      expect((await show(plan)).record).toMatchObject({ state: 'proposed', start: null });
      expect(await hostOf(1)).toBeUndefined();
    },
  );

  it('is refused where no host is to be leased', async () => {
    const plan = await planned(1);
    await run(plan, {});
    const body = { of: { kind: 'guest', guest: guid(1) } };
    const { record } = await desk.ask<ReplayView>('planReplay', {}, body);
    const again = await desk.ask<ReplayView>('showReplay', { plan: record.id });
    expect(await run(again, { 'ensurePersonalHost.host': 'host-1' })).toMatchObject({
      code: 'input-refused',
    });
  });

  it('that another run took is not called done', async () => {
    const plan = await planned(1);
    const { desktops } = desk.product.ports;
    const list = desktops.listSessionHosts.bind(desktops);
    // The named host turns up again when the run that was given it is over.
    let isGone = false;
    desktops.listSessionHosts = async (...asked) =>
      (await list(...asked)).filter(({ name }) => !isGone || name !== 'host-1');
    const { id, hash } = plan.record;
    const inputs = { 'ensurePersonalHost.host': 'host-1' };
    await desk.ask('runReplay', { plan: id }, { hash, reason: 'asked to', inputs });
    isGone = true;
    await desk.product.advance(3 * MINUTES);
    expect((await show(plan)).outcome).toMatchObject({ failed: [{ because: 'no-free-host' }] });
    expect((await desk.product.guest(guid(1))).reason?.message).toContain('host-1');
  });
});
