import { adoptionCursor, adoptionRecordSchema } from '../../../shared/domain/adoption/adoption-change';
import type {
  AdoptedGuest,
  AdoptionChange,
  AdoptionRecord,
} from '../../../shared/domain/adoption/adoption-change';
import { afterAdoptionStep, leaseAfterRelease } from '../../../shared/domain/adoption/change-record';
import type { SeenDesktop } from '../../../shared/domain/adoption/plan-adoption';
import { guestRecord } from '../../../shared/domain/guest-record';
import { freshHostRecord } from '../../../shared/domain/host-record';
import { guestId, hostId, type GuestId, type HostId } from '../../../shared/domain/ids';
import { freshRow, type SubjectRow } from '../../../shared/domain/subject-row';
import type { AdminDeps } from '../admin-deps';

type Deps = Pick<AdminDeps, 'subjects' | 'hosts' | 'cursors'>;

const SIDE_BY_SIDE = 16;
/** A conflict is another writer's progress: the row is read again. */
const MOST_TRIES = 5;

/**
 * Writes a step down, guest by guest: our own rows, nothing in the tenant. Gives the guests whose run is at work at this
 * moment, and which the step left as they were: what the run writes at its end would undo it. Safe to repeat.
 */
export async function writeAdoption(
  deps: Deps,
  change: AdoptionChange,
  desktops: ReadonlyMap<string, readonly SeenDesktop[]>,
  now: Date,
): Promise<{ busy: string[] }> {
  const busy: string[] = [];
  const open = change.guests.filter(({ isDone }) => !isDone);
  for (let start = 0; start < open.length; start += SIDE_BY_SIDE) {
    const wave = open.slice(start, start + SIDE_BY_SIDE).map(async (guest) => {
      const seen = desktops.get(guest.id) ?? [];
      const isWritten = await writeGuest(deps, change, guest, { seen, now });
      if (!isWritten) busy.push(guest.id);
    });
    await Promise.all(wave);
  }
  await noteGroup(deps, change, now);
  return { busy: busy.sort() };
}

interface Seen {
  seen: readonly SeenDesktop[];
  now: Date;
}

async function writeGuest(
  deps: Deps,
  change: AdoptionChange,
  guest: AdoptedGuest,
  { seen, now }: Seen,
): Promise<boolean> {
  if (await isAtWork(deps, guest.id)) return false;
  // Hosts first: a row that names an adopted host whose lease is not would be worse than the reverse.
  for (const desktop of seen) await adoptHost(deps, guestId(guest.id), desktop, now);
  if (change.step !== 'adopt')
    for (const host of guest.hosts) await releaseHost(deps, change.step, hostId(host), guestId(guest.id));
  return writeRow(deps, change, guest);
}

async function writeRow({ subjects }: Deps, change: AdoptionChange, guest: AdoptedGuest): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const stored = await subjects.read({ kind: 'guest', id: guest.id });
    if (stored !== undefined && isOpened(stored.value)) return false;
    const row = rowAfter(stored?.value, change, guest);
    const written =
      stored === undefined ? await subjects.insert(row) : await subjects.replace(row, stored.etag);
    if (written === 'written') return true;
  }
  return false;
}

/** A run that has opened its row writes the record it read then once more when it closes. */
const isOpened = ({ live, token }: SubjectRow): boolean => live && token !== null;

async function isAtWork({ subjects }: Deps, id: string): Promise<boolean> {
  const stored = await subjects.read({ kind: 'guest', id });
  return stored !== undefined && isOpened(stored.value);
}

function rowAfter(
  stored: SubjectRow | undefined,
  { step, kind, partner }: AdoptionChange,
  guest: AdoptedGuest,
): SubjectRow {
  const fresh = { ...freshRow({ kind: 'guest', id: guest.id }), state: 'observed' };
  const row = stored ?? fresh;
  const before = guestRecord(row.detail);
  const record = stored === undefined ? { ...before, existedBefore: true } : before;
  const of = { kind: kind ?? 'access-group', partner };
  return {
    ...row,
    partner: row.partner ?? partner,
    detail: afterAdoptionStep(step, record, guest, of),
  };
}

async function adoptHost(
  { hosts }: Deps,
  guest: GuestId,
  { host, target }: SeenDesktop,
  now: Date,
): Promise<void> {
  const lease = { kind: 'leased' as const, guest, at: now.toISOString(), owner: 'adopted' as const };
  const stored = await hosts.read(host);
  if (stored === undefined) await hosts.insert(freshHostRecord(host, target, lease));
  else if (stored.value.lease.kind === 'clean')
    await hosts.replace(
      { ...stored.value, target, lease: { ...lease, before: stored.value.lease } },
      stored.etag,
    );
}

async function releaseHost(
  { hosts }: Deps,
  step: 'take-ownership' | 'undo',
  host: HostId,
  guest: GuestId,
): Promise<void> {
  const stored = await hosts.read(host);
  if (stored === undefined) return;
  const lease = leaseAfterRelease(step, stored.value.lease, guest);
  if (lease !== undefined) await hosts.replace({ ...stored.value, lease }, stored.etag);
}

/** The group and the roles it holds, beside what the guests' rows say. */
async function noteGroup(
  { cursors }: Deps,
  { step, group, kind, partner, roles }: AdoptionChange,
  now: Date,
): Promise<void> {
  if (step === 'take-ownership' || group === null || kind === null) return;
  const name = adoptionCursor(partner);
  const stored = await cursors.read(name);
  const before: AdoptionRecord =
    stored === undefined ? { groups: [] } : adoptionRecordSchema.parse(stored.value.detail);
  const others = before.groups.filter((one) => one.group !== group);
  const owned = (roles ?? []).map((role) => ({ ...role, owner: 'adopted' as const }));
  const at = now.toISOString();
  const groups = step === 'undo' ? others : [...others, { group, kind, at, roles: owned }];
  await cursors.save({ name, savedAt: at, detail: { groups } }, stored?.etag);
}
