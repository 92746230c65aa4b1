import type { HintBus } from '../../shared/clients/hint-bus';
import type { LiveGuests } from '../../shared/clients/live-guests';
import { hintFor } from '../../shared/domain/hint';
import { guestId } from '../../shared/domain/ids';
import { done, later } from '../../shared/domain/outcome';
import type { PlannedSubject } from '../../shared/domain/plan';
import type { PlanRecord } from '../../shared/domain/plan-record';
import { judgeReplayed } from '../../shared/domain/judge-replayed';
import { flightOf } from '../../shared/domain/removal-wave';
import { isLeasing, isRemoving } from '../../shared/domain/replay-facts';
import { givenOf } from '../../shared/domain/replay-inputs';
import { chooseNext, type ReplayFlight, type ReplayWave } from '../../shared/domain/replay-wave';
import { runId } from '../../shared/domain/subject';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';
import { giveToRun } from './give-to-run';
import { readReplayBody, readReplayState, saveReplayWave, type ReplayDeps } from './replay-state';

interface Deps extends ReplayDeps {
  liveGuests: LiveGuests;
  subjects: Subjects;
  hints: HintBus;
  now: () => Date;
}

/**
 * Asks the next guests of the plan, each read live right before: who moved since the plan, was offboarded since or
 * admitted again, is left alone, with what differs. Asks nobody unless the plan runs. Safe to repeat: a guest that is
 * hinted twice is looked at twice.
 */
export const askReplayed =
  (deps: Deps): Act<'askReplayed'> =>
  async ({ life }) => {
    const found = await readReplayState(deps, life.subject.id);
    if (found?.record.value.state !== 'running') return done({ asked: 0, skipped: 0 });
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
      else asked.push({ planned, flight: { ...flightOf(id, look?.row, at), ...asking(verdict) } });
    }
    const given = await give(deps, found.record.value, asked);
    if (given === 'busy') return later('unavailable', BUSY_SECONDS);
    const run = runId(life.subject, life.run);
    await deps.hints.send(asked.map(({ flight: { id } }) => hintFor({ kind: 'guest', id }, `${run}-replay`)));
    const saved = await saveReplayWave(deps, found, withAsked(choice.wave, asked, skipped), at);
    return saved === 'conflict'
      ? later('unavailable', 1)
      : done({ asked: asked.length, skipped: skipped.length });
  };

interface Asked {
  planned: PlannedSubject;
  flight: ReplayFlight;
}

/** A run of the guest's own is under way: what is given to the next one has to wait for its end. */
const BUSY_SECONDS = 5;

const asking = ({ want, steps }: Pick<ReplayFlight, 'want' | 'steps'>) => ({
  want,
  steps,
  host: null,
  settledAt: null,
});

/** Leaves what was given to the plan in the rows of the guests it is of use to, before they are hinted. */
async function give(
  { subjects }: Deps,
  { id: plan, start }: PlanRecord,
  asked: readonly Asked[],
): Promise<'given' | 'busy'> {
  const inputs = start?.inputs ?? [];
  if (inputs.length === 0) return 'given';
  for (const { planned, flight } of asked) {
    if (!isLeasing(planned)) continue;
    if ((await giveToRun(subjects, flight.id, { inputs, plan })) === 'busy') return 'busy';
    flight.host = givenOf(inputs, plan, 0).host;
  }
  return 'given';
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
