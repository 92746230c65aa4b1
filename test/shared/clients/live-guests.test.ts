import { afterEach, expect, it } from '@jest/globals';
import { EMPTY_GUEST_RECORD, guestRecord } from '../../../shared/domain/guest-record';
import { guestId } from '../../../shared/domain/ids';
import { planGuestReplay } from '../../../shared/domain/replay-plan';
import { contoso, type Contoso } from '../../support/contoso';
import { stopTenants } from '../../local/tenant/tenant-under-test';
import { guid } from '../state/builders';

let product: Contoso | undefined;
afterEach(async () => {
  await product?.stop();
  await stopTenants();
});

const verdictsOf = (steps: { step: string; verdict: string }[]) =>
  steps.map(({ step, verdict }) => `${step} ${verdict}`);

it('reads guests of every kind in a few requests, and plans nothing for one that is ready', async () => {
  product = await contoso();
  const ready = await product.admit('ready');
  await product.hint(ready);
  await product.advance(120);
  const ids = [ready];
  for (let n = 0; n < 29; n += 1) ids.push(await product.admit(`new-${n}`));
  ids.push(guid(77));
  const rows = await Promise.all(
    ids.map(async (id) => (await product!.ports.subjects.read({ kind: 'guest', id }))?.value),
  );
  const before = product.calls();
  const writes = product.writes.length;
  const guests = ids.map((id, at) => ({
    guest: guestId(id),
    partner: 'contoso',
    record: guestRecord(rows[at]?.detail),
  }));
  const live = await product.ports.liveGuests.read(guests);
  const asked = product.calls() - before;
  expect(product.writes).toHaveLength(writes);
  // Users 2, each of four groups 2, pool 1, the domain's tenant 1, and one question after who is gone.
  expect(asked).toBeLessThanOrEqual(16);

  const planOf = (id: string, state: string) => {
    const record = id === ready ? guestRecord(rows[0]?.detail) : EMPTY_GUEST_RECORD;
    return verdictsOf(planGuestReplay({ state, run: 2, record }, live.get(guestId(id))!, []).steps);
  };
  expect(planOf(ready, 'ready')).toEqual([
    'ensureMember already-true',
    'ensurePersonalHost already-true',
    'ensureClient already-true',
  ]);
  expect(planOf(ids[1]!, 'held')).toEqual([
    'ensureMember will-create',
    'ensurePersonalHost will-create',
    'ensureClient will-create',
  ]);
  // Two of the three hosts are left, and the plan gives each of them once.
  const withHost = [...live.values()].filter(({ hasFreeHost }) => hasFreeHost);
  expect(withHost).toHaveLength(2);
  expect(live.get(guestId(guid(77)))?.situation.user).toBe('absent');
});
