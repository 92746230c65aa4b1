import type { PlannedSubject } from './plan';
import type { ReplayFacts } from './replay-facts';
import { movedParts, PART_WORDS, replayOfRow, type LiveGuest } from './replay-plan';
import { REPLAY_WANTS, type ReplayWant } from './replay-wave';
import type { SubjectRow } from './subject-row';

/** Whether a guest of a plan is asked, now that it was read again. */
export type ReplayVerdict =
  { kind: 'ask'; want: ReplayWant; steps: string[] } | { kind: 'left-alone'; because: string };

const alone = (because: string): ReplayVerdict => ({ kind: 'left-alone', because });

/**
 * Compares a guest with what the plan saw of it, part by part: only where nothing moved does its run do what was
 * planned. Who was offboarded since, or admitted again, is left alone too, and so is who is blocked by now. Pure.
 */
export function judgeReplayed(
  { subject, steps }: Pick<PlannedSubject, 'subject' | 'steps'>,
  { seen, failedSteps }: ReplayFacts,
  look: { row: SubjectRow | undefined; live: LiveGuest } | undefined,
): ReplayVerdict {
  const planned = seen[subject.id];
  if (planned === undefined || look === undefined) return alone('the plan does not say what was seen of it');
  const now = replayOfRow(look.row, look.live, failedSteps[subject.id] ?? []);
  const moved = movedParts(planned, now.basis);
  if (moved.length > 0)
    return alone(`moved since the plan: ${moved.map((part) => PART_WORDS[part]).join(', ')}`);
  const blocked = now.steps.find(({ verdict }) => verdict === 'blocked');
  if (blocked !== undefined)
    return alone(`blocked since the plan: ${blocked.step}: ${blocked.because ?? ''}`.slice(0, 200));
  const want = REPLAY_WANTS.find((one) => one === now.want);
  if (want === undefined) return alone('it is to be held');
  const changing = steps.filter(({ verdict }) => verdict === 'will-create' || verdict === 'will-remove');
  return { kind: 'ask', want, steps: changing.map(({ step }) => step) };
}
