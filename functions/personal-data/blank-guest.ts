import { RetryableError } from '../../shared/domain/codes';
import type { GuestId } from '../../shared/domain/ids';
import { ERASED_GUEST, withIdsReplaced } from '../../shared/domain/pseudonym';
import { subjectKey } from '../../shared/domain/subject';
import type { Versioned } from '../../shared/state/subjects';
import type { ErasureDeps } from './erasure-deps';

/**
 * Takes a guest out of every row that is not its own: marks, sightings, wishes, orders and names in plans go; hosts,
 * progress and stages keep their place with nobody in it. Safe to repeat. Throws RetryableError where a row changed
 * meanwhile.
 */
export async function blankGuest(deps: ErasureDeps, guest: GuestId): Promise<void> {
  const { hosts, cursors, stages } = deps;
  await deps.invitedGuests.forget(guest);
  await deps.sightings.forget(guest);
  for (const { value, etag } of await deps.outbox.listOf(guest))
    written(await deps.outbox.remove(value.group, guest, etag));
  await deps.orders.forget(guest);
  await deps.noticeOutbox.forget(subjectKey({ kind: 'guest', id: guest }));
  await deps.plans.forgetSubject({ kind: 'guest', id: guest });
  for (const { host } of (await hosts.list()).filter(naming(guest)))
    await blank(guest, await hosts.read(host), (value, etag) => hosts.replace(value, etag));
  for (const { name } of (await cursors.list()).filter(({ name: own }) => own.includes(guest))) {
    const stored = await cursors.read(name);
    if (stored !== undefined) written(await cursors.remove(name, stored.etag));
  }
  for (const { name } of (await cursors.list()).filter(naming(guest)))
    await blank(guest, await cursors.read(name), (value, etag) => cursors.save({ ...value, name }, etag));
  for (const { partner } of (await stages.list()).filter(naming(guest)))
    await blank(guest, await stages.read(partner), (value, etag) => stages.put(value, etag));
}

const naming = (guest: GuestId) => (value: object) => JSON.stringify(value).includes(guest);

async function blank<T>(
  guest: GuestId,
  stored: Versioned<T> | undefined,
  write: (value: T, etag: string) => Promise<'written' | 'conflict'>,
): Promise<void> {
  if (stored === undefined) return;
  written(await write(withIdsReplaced(stored.value, new Map([[guest, ERASED_GUEST]])), stored.etag));
}

function written(answer: 'written' | 'removed' | 'conflict'): void {
  if (answer === 'conflict')
    throw new RetryableError(
      'unavailable',
      'A row that names the guest changed while it was erased; ask again',
      5,
    );
}
