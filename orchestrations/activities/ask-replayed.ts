import type { HintBus } from '../../shared/clients/hint-bus';
import type { GuestLook, LiveGuests } from '../../shared/clients/live-guests';
import { hintFor } from '../../shared/domain/hint';
import { guestId } from '../../shared/domain/ids';
import { done, later } from '../../shared/domain/outcome';
import { judgeReplayed } from '../../shared/domain/judge-replayed';
import { flightOf } from '../../shared/domain/removal-wave';
import { isRemoving } from '../../shared/domain/replay-facts';
import { chooseNext, type ReplayFlight, type ReplayWave } from '../../shared/domain/replay-wave';
import { runId } from '../../shared/domain/subject';
import type { Act } from './activity';
import { readReplayBody, readReplayState, saveReplayWave, type ReplayDeps } from './replay-state';

interface Deps extends ReplayDeps {
  liveGuests: LiveGuests;
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
    const asked: { flight: ReplayFlight; isLosing: boolean }[] = [];
    const skipped: ReplayWave['skipped'] = [];
    for (const planned of choice.picked) {
      const { id } = planned.subject;
      const look = lookOf.get(id);
      const verdict = judgeReplayed(planned, facts, look);
      if (verdict.kind === 'left-alone') skipped.push({ id, because: verdict.because });
      else asked.push({ flight: newFlight(id, look, verdict, at), isLosing: isRemoving(planned) });
    }
    const run = runId(life.subject, life.run);
    await deps.hints.send(asked.map(({ flight: { id } }) => hintFor({ kind: 'guest', id }, `${run}-replay`)));
    const saved = await saveReplayWave(deps, found, withAsked(choice.wave, asked, skipped), at);
    return saved === 'conflict'
      ? later('unavailable', 1)
      : done({ asked: asked.length, skipped: skipped.length });
  };

const newFlight = (
  id: string,
  look: GuestLook | undefined,
  { want, steps }: Pick<ReplayFlight, 'want' | 'steps'>,
  at: string,
): ReplayFlight => ({ ...flightOf(id, look?.row, at), want, steps, settledAt: null });

function withAsked(
  wave: ReplayWave,
  asked: readonly { flight: ReplayFlight; isLosing: boolean }[],
  skipped: ReplayWave['skipped'],
): ReplayWave {
  return {
    ...wave,
    left: Math.max(0, wave.left - asked.length),
    inFlight: [...wave.inFlight, ...asked.map(({ flight }) => flight)],
    skipped: [...wave.skipped, ...skipped],
    removals: wave.removals + asked.filter(({ isLosing }) => isLosing).length,
  };
}
