import { z } from 'zod';
import type { UndoSummary } from './admin-api/undo-view';
import type { PlanBody, PlannedSubject } from './plan';
import type { PlanRecord } from './plan-record';
import { UNDO_BASIS_PARTS, WHOLE_GUEST, willChange } from './undo-plan';

/** What is undone: runs of one guest, or all that one offboarding plan did. */
export const undoTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('runs'), runs: z.array(z.string()) }),
  z.object({ kind: z.literal('plan'), plan: z.string() }),
]);
export type UndoTarget = z.infer<typeof undoTargetSchema>;

/** What an undo's plan binds beside its steps. */
export const undoFactsSchema = z.object({
  of: undoTargetSchema,
  /** Parts of what was seen of each guest, as hashes. */
  seen: z.record(z.string(), z.record(z.enum(UNDO_BASIS_PARTS), z.string())),
});
export type UndoFacts = z.infer<typeof undoFactsSchema>;

/** Guests that one person may have restored; more take a second person. */
export const UNDONE_WITHOUT_APPROVAL = 5;
/** A deletion took a second person or a policy with a cap; what reverses it, or deletes again, takes a second person. */
const WITH_APPROVAL = new Set(['restore-account', 'disable-account', 'delete-account']);

/** Left alone as a whole. Pure. */
export const isLeftAlone = ({ steps }: PlannedSubject): boolean =>
  steps.some(({ step, verdict }) => step === WHOLE_GUEST && verdict === 'blocked');

/** Whether a run of the plan changes something of the guest. Pure. */
export const isUndone = (subject: PlannedSubject): boolean =>
  !isLeftAlone(subject) && subject.steps.some(willChange);

/** Whether a second person must approve the plan before it runs. Pure. */
export function undoNeedsApproval(subjects: readonly PlannedSubject[]): boolean {
  const undone = subjects.filter(isUndone);
  const isGrave = undone.some(({ steps }) =>
    steps.some((step) => willChange(step) && WITH_APPROVAL.has(step.step)),
  );
  return isGrave || undone.length > UNDONE_WITHOUT_APPROVAL;
}

/** A plan in figures. Pure. */
export function undoSummary(
  record: PlanRecord,
  { subjects, facts }: Pick<PlanBody, 'subjects' | 'facts'>,
): UndoSummary {
  const undone = subjects.filter(isUndone);
  const steps = undone.flatMap((subject) => subject.steps);
  return {
    record,
    of: undoFactsSchema.parse(facts).of,
    guests: subjects.length,
    restoring: undone.length,
    leftAlone: subjects.filter(isLeftAlone).length,
    alreadySo: subjects.filter((one) => !isLeftAlone(one) && !isUndone(one)).length,
    willRestore: steps.filter(willChange).length,
    cannot: subjects
      .flatMap((one) => one.steps)
      .filter(({ step, verdict }) => step !== WHOLE_GUEST && verdict === 'blocked').length,
  };
}
