import type { LiveGuests } from '../../shared/clients/live-guests';
import { guestRecord } from '../../shared/domain/guest-record';
import { guestId } from '../../shared/domain/ids';
import { KILL_SWITCH, killSwitchSchema } from '../../shared/domain/kill-switch';
import { done, later, refused } from '../../shared/domain/outcome';
import { pausePlan, type PlanRecord } from '../../shared/domain/plan-record';
import { landed, landingOf, observedLanding, type Landing } from '../../shared/domain/replay-landing';
import { guestRowOf } from '../../shared/domain/replay-plan';
import { missingOf } from '../../shared/domain/replay-seen';
import {
  haltOf,
  judged,
  nextWave,
  replayProgress,
  roomOf,
  unhinted,
  type ReplayFlight,
  type ReplayWave,
} from '../../shared/domain/replay-wave';
import { isSameName } from '../../shared/domain/replay-inputs';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Subjects, Versioned } from '../../shared/state/subjects';
import type { ActivityOutputs } from '../contract';
import type { Act } from './activity';
import { readReplayState, saveReplayWave, type ReplayDeps } from './replay-state';

interface Deps extends ReplayDeps {
  subjects: Subjects;
  liveGuests: LiveGuests;
  now: () => Date;
}

/**
 * Looks how the asked guests stand, first by their rows, then, of those that ended as they should, in the tenant: only
 * what is observed there counts as resolved. Pauses the plan where it has to halt, and says why. Safe to repeat.
 */
export const readReplayed =
  (deps: Deps): Act<'readReplayed'> =>
  async ({ life }) => {
    const found = await readReplayState(deps, life.subject.id);
    if (found === undefined) return refused('not-found', `there is no replay with the id ${life.subject.id}`);
    const { record } = found;
    if (record.value.start === null || record.value.state === 'finished')
      return done({ state: 'idle', inFlight: 0 });
    const at = deps.now().toISOString();
    const wave = landed(found.wave, await landings(deps, found.wave.inFlight, at), at);
    const halt = isOver(wave, record.value) ? undefined : await haltReason(deps, wave);
    const after = halt === undefined ? nextWave(wave) : judged(wave);
    // The record first: a halt that only the wave knew would be forgotten.
    const noted = withProgress(record.value, after, halt);
    if ((await replaceIfChanged(deps, record, noted)) === 'conflict') return later('unavailable', 1);
    if ((await saveReplayWave(deps, found, after, at)) === 'conflict') return later('unavailable', 1);
    return done({ state: stateOf(noted, after), inFlight: after.inFlight.length });
  };

const isOver = ({ inFlight, next }: ReplayWave, { progress, state }: PlanRecord) =>
  inFlight.length === 0 && (next >= progress.total || state === 'stopped');

function stateOf(record: PlanRecord, wave: ReplayWave): ActivityOutputs['readReplayed']['state'] {
  if (isOver(wave, record)) return 'over';
  if (unhinted(wave).length > 0) return 'going';
  const isWaiting = wave.inFlight.length > 0;
  if (record.state !== 'running') return isWaiting ? 'waiting' : 'paused';
  return roomOf(wave) > 0 && wave.next < record.progress.total ? 'going' : 'waiting';
}

async function landings(
  deps: Deps,
  flights: readonly ReplayFlight[],
  at: string,
): Promise<Map<string, Landing>> {
  const rows = await Promise.all(flights.map(({ id }) => deps.subjects.read({ kind: 'guest', id })));
  const found = new Map(
    flights.map((flight, place) => [flight.id, landingOf(flight, rows[place]?.value, at)] as const),
  );
  const atAim = flights.filter(({ id }) => found.get(id)?.kind === 'at-aim');
  const flightsById = new Map(atAim.map((flight) => [flight.id, flight]));
  for (const { guest, row, live } of await deps.liveGuests.look(atAim.map(({ id }) => guestId(id)))) {
    const flight = flightsById.get(guest);
    if (flight === undefined) continue;
    const missing = [...missingOf(flight.want, guestRowOf(row), live), ...otherHost(flight, row)];
    found.set(guest, observedLanding(flight, missing, at));
  }
  return found;
}

/** A run that parked before it leased a host has lost what was given to it: the one after it takes any. */
function otherHost({ host }: ReplayFlight, row: SubjectRow | undefined): string[] {
  const name = guestRecord(row?.detail).desktop?.name ?? '';
  return host === null || isSameName(name, host) ? [] : [`ensurePersonalHost: leased ${name}, not ${host}`];
}

async function haltReason({ cursors }: Deps, wave: ReplayWave): Promise<string | undefined> {
  const stored = await cursors.read(KILL_SWITCH);
  const isKilled = stored !== undefined && killSwitchSchema.parse(stored.value.detail).isOn;
  return isKilled ? 'the kill switch is on' : haltOf(wave);
}

function withProgress(record: PlanRecord, wave: ReplayWave, halt: string | undefined): PlanRecord {
  const paused = halt === undefined ? undefined : pausePlan(record, halt);
  const after = paused?.kind === 'ok' ? paused.record : record;
  return { ...after, progress: { total: record.progress.total, ...replayProgress(wave) } };
}

async function replaceIfChanged(
  { plans }: Deps,
  { value, etag }: Versioned<PlanRecord>,
  noted: PlanRecord,
): Promise<'written' | 'conflict'> {
  const isSame = JSON.stringify(noted) === JSON.stringify(value);
  return isSame ? 'written' : plans.replace(noted, etag);
}
