import { z } from 'zod';
import { countVerdicts, type PlanBody, type PlannedSubject } from './plan';
import type { PlanRecord } from './plan-record';
import type { ReplaySummary } from './admin-api/replay-view';
import { DEFAULT_HALT, replayHaltSchema } from './replay-halt';
import { BASIS_PARTS } from './replay-plan';

const parts = z.record(z.enum(BASIS_PARTS), z.string());

/** What a replay's plan binds beside its steps: what was seen of each subject, part by part, and where it failed. */
export const replayFactsSchema = z.object({
  seen: z.record(z.string(), parts),
  failedSteps: z.record(z.string(), z.array(z.string())),
  /** When its run halts by itself. Absent in plans of the release before. */
  halt: replayHaltSchema.default(DEFAULT_HALT),
});
export type ReplayFacts = z.infer<typeof replayFactsSchema>;

const has = (verdict: string) => (subject: PlannedSubject) =>
  subject.steps.some((step) => step.verdict === verdict);
export const isBlocked = has('blocked');
export const isRemoving = has('will-remove');
/** Whether a run has anything to change. Pure. */
export const isAllTrue = ({ steps }: PlannedSubject): boolean =>
  steps.every(({ verdict }) => verdict === 'already-true');

/** Whether its run is to lease a host, any that is free: what can be named beforehand. Pure. */
export const isLeasing = ({ subject, steps }: PlannedSubject): boolean =>
  steps.some(
    ({ step, verdict, on }) =>
      step === 'ensurePersonalHost' && verdict === 'will-create' && on === subject.id,
  );

/** Guests that may lose something by a replay that nobody else approved. More, or anything for good, needs an approval. */
export const REMOVALS_WITHOUT_APPROVAL = 5;

/** Whether a second person must approve the plan before it runs. Pure. */
export function needsApproval(subjects: readonly PlannedSubject[]): boolean {
  const removing = subjects.filter(isRemoving);
  const isForGood = removing.some(({ steps }) =>
    steps.some(({ verdict, isReversible }) => verdict === 'will-remove' && !isReversible),
  );
  return isForGood || removing.length > REMOVALS_WITHOUT_APPROVAL;
}

/** A plan in figures. Pure. */
export function replaySummary(record: PlanRecord, { subjects }: Pick<PlanBody, 'subjects'>): ReplaySummary {
  return {
    record,
    subjects: subjects.length,
    blocked: subjects.filter(isBlocked).length,
    alreadyTrue: subjects.filter(isAllTrue).length,
    removing: subjects.filter(isRemoving).length,
    verdicts: countVerdicts({ subjects }),
  };
}
