import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { KILL_SWITCH, killSwitchSchema } from '../../shared/domain/kill-switch';
import { done, later } from '../../shared/domain/outcome';
import { pausePlan, type PlanRecord } from '../../shared/domain/plan-record';
import {
  flightOf,
  flightsFree,
  landed,
  shouldHalt,
  waveCursor,
  type RemovalWave,
} from '../../shared/domain/removal-wave';
import { partnerId } from '../../shared/domain/ids';
import {
  fullPace,
  guestCost,
  refilled,
  roomFor,
  spent,
  type GuestCost,
} from '../../shared/domain/removal-pace';
import { runId } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { Plans } from '../../shared/state/plans';
import type { Subjects, Versioned } from '../../shared/state/subjects';
import type { Act } from './activity';
import { readPlanList } from './plan-list';
import { secondsPutOff } from './put-off';

interface Deps {
  stages: PartnerStages;
  partners: Partners;
  plans: Plans;
  cursors: Cursors;
  documents: Documents;
  subjects: Subjects;
  hints: HintBus;
  now: () => Date;
}

/**
 * Looks how the hinted guests of the plan stand, and hints as many more as the services' limits have room for. Hints
 * nobody while the plan is paused or stopped, has expired, the kill switch is on, or too much failed: then it pauses
 * the plan by itself and says why; nor while a service has asked to be left alone. Safe to repeat: a guest that is hinted twice is looked at twice.
 */
export const topUpRemoval =
  (deps: Deps): Act<'topUpRemoval'> =>
  async ({ partner, life }) => {
    const found = await readPlanList(deps, partner);
    const record = found && (await deps.plans.read(found.plan.id));
    if (found === undefined || record === undefined) return done({ state: 'stopped', inFlight: 0 });
    const at = deps.now().toISOString();
    const wave = landed(found.wave, await rowsOf(deps, found.wave.inFlight), at);
    const isOver = wave.inFlight.length === 0 && wave.next >= found.guests.length;
    const halt = isOver ? undefined : await whyNotOn(deps, record.value, wave, at);
    const mayHint = record.value.state === 'running' && halt === undefined;
    const after = mayHint
      ? await sendMore(deps, { ...found, wave, record: record.value }, runId(life.subject, life.run), at)
      : wave;
    const { plan, etag } = found;
    const saved = await deps.cursors.save({ name: waveCursor(plan.id), savedAt: at, detail: after }, etag);
    if (saved === 'conflict') return later('unavailable', 1);
    await noteProgress(deps, record, after, halt);
    const inFlight = after.inFlight.length;
    return done({ state: stateOf(record.value, { isOver, isGoing: mayHint || inFlight > 0 }), inFlight });
  };

function stateOf({ state }: PlanRecord, { isOver, isGoing }: { isOver: boolean; isGoing: boolean }) {
  if (state === 'stopped') return 'stopped';
  if (isOver) return 'over';
  return isGoing ? 'going' : 'paused';
}

async function rowsOf(
  { subjects }: Deps,
  flights: RemovalWave['inFlight'],
): Promise<Map<string, SubjectRow>> {
  const rows = await Promise.all(flights.map(({ id }) => subjects.read({ kind: 'guest', id })));
  return new Map(
    rows.flatMap((row) => (row === undefined ? [] : [[row.value.subject.id, row.value] as const])),
  );
}

/** Why a running plan must not go on by itself; undefined = it may. */
async function whyNotOn(
  { cursors }: Deps,
  { expiresAt }: PlanRecord,
  wave: RemovalWave,
  at: string,
): Promise<string | undefined> {
  if (shouldHalt(wave)) return `halted by itself: ${wave.failed.length} guests failed`;
  if (Date.parse(at) >= Date.parse(expiresAt)) return 'the plan has expired: stop it and draw up a new one';
  const stored = await cursors.read(KILL_SWITCH);
  const isKilled = stored !== undefined && killSwitchSchema.parse(stored.value.detail).isOn;
  return isKilled ? 'the kill switch is on' : undefined;
}

async function sendMore(
  deps: Deps,
  { wave, guests, record }: { wave: RemovalWave; guests: readonly string[]; record: PlanRecord },
  run: string,
  at: string,
): Promise<RemovalWave> {
  const { subjects, hints } = deps;
  const pace = refilled(wave.pace ?? fullPace(at), at);
  const isPutOff = (await secondsPutOff(deps, at)) > 0;
  const cost = await costOf(deps, record, wave);
  const room = isPutOff ? 0 : Math.min(flightsFree(wave), roomFor(pace, cost));
  const next = guests.slice(wave.next, wave.next + room);
  if (next.length === 0) return { ...wave, pace };
  const rows = await Promise.all(next.map((id) => subjects.read({ kind: 'guest', id })));
  const flights = next.map((id, place) => flightOf(id, rows[place]?.value, at));
  await hints.send(next.map((id) => hintFor({ kind: 'guest', id }, `${run}-removal`)));
  return {
    ...wave,
    next: wave.next + next.length,
    inFlight: [...wave.inFlight, ...flights],
    pace: spent(pace, cost, next.length),
  };
}

/** By the policy as it is now: whoever changed what becomes of accounts changed how many can be ended a second. */
async function costOf(
  { partners }: Deps,
  { partner }: PlanRecord,
  { shares }: RemovalWave,
): Promise<GuestCost> {
  return guestCost((await partners.read(partnerId(partner ?? '')))?.value, shares);
}

/** The progress is shown, not relied on: where somebody else wrote the record meanwhile, the next wave says it. */
async function noteProgress(
  { plans }: Deps,
  { value, etag }: Versioned<PlanRecord>,
  wave: RemovalWave,
  halt: string | undefined,
): Promise<void> {
  const progress = {
    ...value.progress,
    done: wave.done,
    failed: wave.failed.length,
    skipped: wave.skipped.length,
  };
  const paused = halt === undefined ? undefined : pausePlan(value, halt);
  const record = paused?.kind === 'ok' ? paused.record : value;
  await plans.replace({ ...record, progress }, etag);
}
