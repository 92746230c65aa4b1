import type { OrchestrationContext, Task } from 'durable-functions';
import type { GuestSituation } from '../shared/domain/guest-facts';
import type { GuestRecord } from '../shared/domain/guest-record';
import { groupId, guestId, hostId, partnerId } from '../shared/domain/ids';
import type { UndoInstruction } from '../shared/domain/undo-instruction';
import { recordAfterUndo, type UndoDeed, type UndoPlace } from '../shared/domain/undo-record';
import type { Life } from './contract';
import { keeping } from './keeping';
import { settled, type Ending } from './run-subject';
import { must, StopRun } from './stop-run';

/** What is undone, and of whom. */
export interface Undoing {
  undo: Pick<UndoInstruction, 'plan' | 'partner' | 'askedAt'>;
  situation: GuestSituation;
  record: GuestRecord;
}

/**
 * Trigger: an undo that a running plan asks of the guest. Ends: working, and looked at again at once, so that what the
 * policy says of the guest comes next. Does what the plan froze and nothing else, in an order in which nobody gets in
 * before all is restored. When it stops an admin sees the reason in the plan, guest by guest.
 */
export function* undoGuest(
  context: OrchestrationContext,
  life: Life,
  { undo, situation, record }: Undoing,
): Generator<Task, Ending, unknown> {
  const asked = { guest: guestId(life.subject.id), partner: partnerId(undo.partner), plan: undo.plan };
  const { refusal, deeds, todo } = yield* must(context, life, 'readUndo', asked);
  if (refusal !== null) return yield* over(context, life, asked, { record, refusal });
  const where: UndoPlace = {
    partner: undo.partner,
    policy: situation.policy,
    blockedGroup: situation.blockedGroup,
  };
  const first = todo.find(({ step }) => step === 'restore-account');
  // Nothing can be given to an account that is not there: the rest is the next look's, which sees it.
  const begun = recordAfterUndo(record, first === undefined ? deeds : [first], where);
  const works = carryOut(
    context,
    life,
    { ...asked, since: undo.askedAt },
    first === undefined ? todo : [first],
  );
  const ended = yield* keeping(begun, 'working', untilRefused(works));
  if (first !== undefined && ended.refusal === null)
    return { ...settled('working'), wakeAfterSeconds: 1, partner: undo.partner, detail: begun };
  return yield* over(context, life, asked, { record: named(begun, ended.names), refusal: ended.refusal });
}

interface Asked {
  guest: ReturnType<typeof guestId>;
  partner: ReturnType<typeof partnerId>;
  plan: string;
}

/** Tells the job how it ended; the guest is looked at again at once, for what the policy says of it now. */
function* over(
  context: OrchestrationContext,
  life: Life,
  asked: Asked,
  { record, refusal }: { record: GuestRecord; refusal: string | null },
): Generator<Task, Ending, unknown> {
  yield* must(context, life, 'recordUndo', { ...asked, refusal });
  return { ...settled('working'), wakeAfterSeconds: 1, partner: asked.partner, detail: record };
}

type Names = ReadonlyMap<string, string>;

/** A refusal ends the undo, not the guest's run: it is told to whoever asked, and what was done stays done. */
function* untilRefused(
  works: Generator<Task, Names, unknown>,
): Generator<Task, { names: Names; refusal: string | null }, unknown> {
  try {
    return { names: yield* works, refusal: null };
  } catch (error) {
    if (!(error instanceof StopRun) || error.stop.kind !== 'refused') throw error;
    return { names: new Map(), refusal: `${error.step}: ${error.stop.message}` };
  }
}

/** Does what is left to do; gives the names of hosts that are the guest's again. */
function* carryOut(
  context: OrchestrationContext,
  life: Life,
  asked: Asked & { since: string },
  todo: readonly UndoDeed[],
): Generator<Task, Names, unknown> {
  const names = new Map<string, string>();
  for (const deed of todo) {
    const name = yield* carryOutOne(context, life, asked, deed);
    if (name !== null) names.set(deed.on, name);
  }
  return names;
}

function* carryOutOne(
  context: OrchestrationContext,
  life: Life,
  { since, plan, ...forGuest }: Asked & { since: string },
  { step, on }: UndoDeed,
): Generator<Task, string | null, unknown> {
  const planned = { ...forGuest, isPlanned: true };
  switch (step) {
    case 'ensureMember':
    case 'removeMember':
      yield* must(context, life, step, { ...planned, group: groupId(on) });
      return null;
    case 'ensureFormerHost':
      return (yield* must(context, life, step, { ...planned, host: hostId(on) })).name;
    case 'freePersonalHost':
      yield* must(context, life, 'endSessions', { ...planned, pass: 'after-leaving' });
      yield* must(context, life, step, planned);
      return null;
    default:
      yield* must(context, life, 'ensureOrder', { ...forGuest, action: step, target: null, plan, since });
      return null;
  }
}

function named(record: GuestRecord, names: Names): GuestRecord {
  const { desktop } = record;
  const name = desktop === null ? undefined : names.get(desktop.host);
  return desktop === null || name === undefined ? record : { ...record, desktop: { ...desktop, name } };
}
