import type { HintBus } from '../../shared/clients/hint-bus';
import type { LiveGuests } from '../../shared/clients/live-guests';
import { hintFor } from '../../shared/domain/hint';
import { guestId } from '../../shared/domain/ids';
import { judgeReplayed } from '../../shared/domain/judge-replayed';
import { done, later, type Outcome, type Stop } from '../../shared/domain/outcome';
import type { PlannedSubject } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { flightOf } from '../../shared/domain/removal-wave';
import { isLeasing, isRemoving } from '../../shared/domain/replay-facts';
import { givenOf } from '../../shared/domain/replay-inputs';
import { chooseNext, unhinted, type ReplayFlight, type ReplayWave } from '../../shared/domain/replay-wave';
import { runId } from '../../shared/domain/subject';
import type { Subjects } from '../../shared/state/subjects';
import type { Life } from '../contract';
import type { Act } from './activity';
import { giveToRun } from './give-to-run';
import {
  readReplayBody,
  readReplayState,
  saveReplayWave,
  type ReplayDeps,
  type ReplayState,
} from './replay-state';

interface Deps extends ReplayDeps {
  liveGuests: LiveGuests;
  subjects: Subjects;
  hints: HintBus;
  now: () => Date;
}

/** A run of the guest's own is under way: what is given to the next one has to wait for its end. */
const BUSY_SECONDS = 5;

/**
 * Asks the next guests of the plan, each read live right before: who moved since the plan, was offboarded since or
 * admitted again, is left alone, with what differs. Chooses nobody unless the plan runs. Safe to repeat: who was chosen
 * is written down before the first of them is hinted, and one that is hinted twice is looked at twice.
 */
export const askReplayed =
  (deps: Deps): Act<'askReplayed'> =>
  async ({ life }) => {
    const found = await readReplayState(deps, life.subject.id);
    if (found === undefined) return done({ asked: 0, skipped: 0 });
    if (unhinted(found.wave).length > 0) return hintChosen(deps, life, 0);
    if (found.record.value.state !== 'running') return done({ asked: 0, skipped: 0 });
    const chosen = await choose(deps, found);
    return 'kind' in chosen ? chosen : hintChosen(deps, life, chosen.skipped);
  };

/** The next guests, read again and written down: in flight and not hinted yet, or left alone. */
async function choose(deps: Deps, found: ReplayState): Promise<{ skipped: number } | Stop> {
  const { body, facts } = await readReplayBody(deps, found.record.value);
  const choice = chooseNext(found.wave, body.subjects);
  const looks = await deps.liveGuests.look(choice.picked.map(({ subject }) => guestId(subject.id)));
  const lookOf = new Map(looks.map((look) => [look.guest as string, look]));
  const at = deps.now().toISOString();
  const asked: Asked[] = [];
  const skipped: ReplayWave['skipped'] = [];
  for (const planned of choice.picked) {
    const { id } = planned.subject;
    const look = lookOf.get(id);
    const verdict = judgeReplayed(planned, facts, look);
    if (verdict.kind === 'left-alone') skipped.push({ id, because: verdict.because });
    else {
      const given = await give(deps, found.record.value, planned);
      if (given === 'busy') return later('unavailable', BUSY_SECONDS);
      asked.push({
        planned,
        flight: { ...flightOf(id, look?.row, at), ...startOf(verdict), host: given.host },
      });
    }
  }
  const saved = await saveReplayWave(deps, found, withAsked(choice.wave, asked, skipped), at);
  return saved === 'conflict' ? later('unavailable', 1) : { skipped: skipped.length };
}

interface Asked {
  planned: PlannedSubject;
  flight: ReplayFlight;
}

const startOf = ({ want, steps }: Pick<ReplayFlight, 'want' | 'steps'>) => ({
  want,
  steps,
  isHinted: false,
  settledAt: null,
});

/** Leaves what was given to the replay in the guest's row, where it is of use to the guest. */
async function give(
  { subjects }: Deps,
  { id: plan, start }: PlanRecord,
  planned: PlannedSubject,
): Promise<{ host: string | null } | 'busy'> {
  const inputs = start?.inputs ?? [];
  if (inputs.length === 0 || !isLeasing(planned)) return { host: null };
  const given = await giveToRun(subjects, planned.subject.id, { inputs, plan });
  return given === 'busy' ? 'busy' : { host: givenOf(inputs, plan, 0).host };
}

function withAsked(wave: ReplayWave, asked: readonly Asked[], skipped: ReplayWave['skipped']): ReplayWave {
  return {
    ...wave,
    left: Math.max(0, wave.left - asked.length),
    inFlight: [...wave.inFlight, ...asked.map(({ flight }) => flight)],
    skipped: [...wave.skipped, ...skipped],
    removals: wave.removals + asked.filter(({ planned }) => isRemoving(planned)).length,
  };
}

/** Hints all who were chosen and not hinted yet, and writes that down. */
async function hintChosen(
  deps: Deps,
  life: Life,
  skipped: number,
): Promise<Outcome<{ asked: number; skipped: number }>> {
  const found = await readReplayState(deps, life.subject.id);
  if (found === undefined) return done({ asked: 0, skipped });
  const { wave } = found;
  const chosen = unhinted(wave);
  if (chosen.length === 0) return done({ asked: 0, skipped });
  const cause = `${runId(life.subject, life.run)}-replay`;
  await deps.hints.send(chosen.map(({ id }) => hintFor({ kind: 'guest', id }, cause)));
  const inFlight = wave.inFlight.map((flight) => ({ ...flight, isHinted: true }));
  const saved = await saveReplayWave(deps, found, { ...wave, inFlight }, deps.now().toISOString());
  return saved === 'conflict' ? later('unavailable', 1) : done({ asked: chosen.length, skipped });
}
