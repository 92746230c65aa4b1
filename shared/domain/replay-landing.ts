import type { SubjectRow } from './subject-row';
import type { ReplayFlight, ReplayWant, ReplayWave } from './replay-wave';

/** A guest that is not at rest by then is left as unconfirmed: its own alarms go on with it. */
const GIVE_UP_MS = 20 * 60_000;
/** One that waits for longer than this is not waited for. */
const LONG_WAIT_MS = 10 * 60_000;
/** The directory answers from replicas: what a run has read back may be unseen for so long. */
const LOOK_AGAIN_MS = 2 * 60_000;

/** States in which a run leaves a guest that got what was wanted for it. */
const AIMS: Readonly<Record<ReplayWant, readonly string[]>> = {
  admit: ['ready'],
  remove: ['removed', 'ignored'],
  'await-redemption': ['invited'],
  ignore: ['ignored', 'removed'],
};
const UNDER_WAY = new Set(['working', 'removing', 'new']);

/** How an asked guest stands. `at-aim`: its row says so; the tenant has to be looked at. */
export type Landing =
  { kind: 'flying' | 'at-aim' | 'resolved' } | { kind: 'failed' | 'unconfirmed'; because: string };

const FLYING: Landing = { kind: 'flying' };
const unconfirmed = (because: string): Landing => ({ kind: 'unconfirmed', because });

/** How an asked guest stands by its row, at `at` (ISO 8601). Pure. */
export function landingOf(flight: ReplayFlight, row: SubjectRow | undefined, at: string): Landing {
  const isOverdue = Date.parse(at) - Date.parse(flight.at) > GIVE_UP_MS;
  const isSettled = row !== undefined && !row.live && row.openSeq > flight.seq;
  if (!isSettled) return isOverdue ? unconfirmed('its run did not end within 20 minutes') : FLYING;
  if (AIMS[flight.want].includes(row.state)) return { kind: 'at-aim' };
  return restingLanding(row, isOverdue, at);
}

function restingLanding(row: SubjectRow, isOverdue: boolean, at: string): Landing {
  const { state, wakeAt } = row;
  const { code, message } = reasonOf(row);
  if (!UNDER_WAY.has(state))
    return { kind: 'failed', because: state === 'held' ? code : `${state}: ${code}` };
  const isLong = wakeAt !== null && Date.parse(wakeAt) - Date.parse(at) > LONG_WAIT_MS;
  return isLong || isOverdue ? unconfirmed(`still ${state}: ${message}`) : FLYING;
}

function reasonOf({ state, detail }: SubjectRow): { code: string; message: string } {
  const reason = (detail as { reason?: { code: string; message: string } | null } | null)?.reason;
  return reason ?? { code: state, message: 'it goes on by itself' };
}

/** How a guest at its aim stands once the tenant was looked at; `missing`: what was not observed there. Pure. */
export function observedLanding(flight: ReplayFlight, missing: readonly string[], at: string): Landing {
  if (missing.length === 0) return { kind: 'resolved' };
  const since = flight.settledAt ?? at;
  if (Date.parse(at) - Date.parse(since) < LOOK_AGAIN_MS) return { kind: 'at-aim' };
  return unconfirmed(`not observed: ${missing.join('; ')}`.slice(0, 200));
}

/** The wave after its flights were looked at. Pure. */
export function landed(wave: ReplayWave, landings: ReadonlyMap<string, Landing>, at: string): ReplayWave {
  const after: ReplayWave = {
    ...wave,
    inFlight: [],
    made: { ...wave.made },
    failed: [...wave.failed],
    unconfirmed: [...wave.unconfirmed],
  };
  for (const flight of wave.inFlight) land(after, flight, landings.get(flight.id) ?? FLYING, at);
  return after;
}

function land(after: ReplayWave, flight: ReplayFlight, landing: Landing, at: string): void {
  const { id } = flight;
  switch (landing.kind) {
    case 'flying':
      after.inFlight.push({ ...flight, settledAt: null });
      return;
    case 'at-aim':
      after.inFlight.push({ ...flight, settledAt: flight.settledAt ?? at });
      return;
    case 'resolved':
      resolve(after, flight);
      return;
    case 'failed':
      after.failed.push({ id, because: landing.because });
      return;
    case 'unconfirmed':
      after.unconfirmed.push({ id, because: landing.because });
      return;
  }
}

function resolve(after: ReplayWave, { steps }: ReplayFlight): void {
  if (steps.length === 0) after.alreadyTrue += 1;
  else after.changed += 1;
  for (const step of steps) after.made[step] = (after.made[step] ?? 0) + 1;
}
