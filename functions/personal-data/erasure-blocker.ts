import { guestRecord } from '../../shared/domain/guest-record';
import type { GuestId } from '../../shared/domain/ids';
import { undoCursor, undoInstructionSchema } from '../../shared/domain/undo-instruction';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { plansUnderWay } from '../schedules/plans-under-way';
import type { ErasureDeps } from './erasure-deps';

/** The engine forgets runs that ended 7 days ago (watch-runs.ts); a guest that comes back begins with run 1 again. */
const RUNS_KNOWN_MS = 8 * 86_400_000;

/**
 * Why a guest cannot be erased now, in a sentence that says what to do first; undefined = it can. Only who was removed is
 * erased: of anybody else the records are needed to take away what was given. Changes nothing.
 */
export async function erasureBlocker(
  deps: ErasureDeps,
  guest: GuestId,
  row: SubjectRow,
): Promise<string | undefined> {
  return (
    rowBlocker(row) ??
    (await runBlocker(deps, guest)) ??
    (await workBlocker(deps, guest)) ??
    (await planBlocker(deps, guest)) ??
    (await policyBlocker(deps, guest))
  );
}

function rowBlocker({ state, live, detail }: SubjectRow): string | undefined {
  if (live) return 'a run of the guest is under way: wait until it has ended';
  if (state !== 'removed')
    return `the guest is ${state}, not removed: take its entitlement away, or offboard it by a plan that is approved, and erase it then`;
  const { removal } = guestRecord(detail);
  return removal?.deleteAccountAt == null
    ? undefined
    : `the guest’s account is to be deleted at ${removal.deleteAccountAt}: wait for it`;
}

async function runBlocker({ ledger, now }: ErasureDeps, guest: GuestId): Promise<string | undefined> {
  const [newest] = await ledger.read({ kind: 'guest', id: guest }, 1);
  const until = newest === undefined ? 0 : Date.parse(newest.at) + RUNS_KNOWN_MS;
  return until > now().getTime()
    ? `the engine still knows the guest’s last run: erase it after ${new Date(until).toISOString()}`
    : undefined;
}

async function workBlocker(deps: ErasureDeps, guest: GuestId): Promise<string | undefined> {
  const asked = (await deps.orders.list(guest)).find(({ value }) => value.state === 'asked');
  if (asked !== undefined)
    return `an order is still open (${asked.value.action}): wait until it is carried out`;
  const undo = await deps.cursors.read(undoCursor(guest));
  if (undo !== undefined && undoInstructionSchema.parse(undo.value.detail).state === 'asked')
    return 'an undo of the guest is under way: wait until it has ended';
  const wishes = await deps.outbox.listOf(guest);
  if (wishes.some(({ value }) => value.refused === null))
    return 'a membership of the guest is still to be changed: wait for the group’s run';
  if ((await deps.hosts.leasedTo(guest)).length > 0)
    return 'a host is still leased to the guest: free it first';
  const open = (await deps.failures.list()).filter((failure) => JSON.stringify(failure).includes(guest));
  return open.length === 0
    ? undefined
    : `open failures name the guest (${[...new Set(open.map(({ fingerprint }) => fingerprint))].join(', ')}): close them first`;
}

async function planBlocker({ plans }: ErasureDeps, guest: GuestId): Promise<string | undefined> {
  for (const { id } of await plansUnderWay(plans))
    if (await plans.names(id, { kind: 'guest', id: guest }))
      return `plan ${id} names the guest and is under way: wait until it has ended`;
  return undefined;
}

async function policyBlocker({ partners }: ErasureDeps, guest: GuestId): Promise<string | undefined> {
  const naming = (await partners.list()).filter((policy) => JSON.stringify(policy).includes(guest));
  return naming.length === 0
    ? undefined
    : `the policy of ${naming.map(({ partner }) => partner).join(', ')} lists the guest: take it out first`;
}
