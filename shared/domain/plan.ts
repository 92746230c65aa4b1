import { z } from 'zod';
import { canonicalJson } from './audit-chain';
import { isGuid, sha256 } from './ids';
import { subjectSchema } from './subject';

/** What a plan is for. */
export const PLAN_KINDS = ['offboarding', 'replay', 'undo'] as const;

/** What a step would do, as the live tenant stood when the plan was drawn up. */
export const STEP_VERDICTS = ['already-true', 'will-create', 'will-remove', 'blocked'] as const;
export type StepVerdict = (typeof STEP_VERDICTS)[number];

export const plannedStepSchema = z.object({
  /** Name of the step, as the ledger has it. */
  step: z.string(),
  verdict: z.enum(STEP_VERDICTS),
  /** What it works on, by id: a group, a host, an account. */
  on: z.string(),
  /** Why it is blocked, or stays as it is; null = nothing to say. Ids only. */
  because: z.string().nullable(),
  /** Whether `receipts undo` can restore it. */
  isReversible: z.boolean().default(true),
});
export type PlannedStep = z.infer<typeof plannedStepSchema>;

export const plannedSubjectSchema = z.object({
  subject: subjectSchema,
  /** SHA-256 of what was seen of the subject: a run refuses where it sees something else. */
  basis: z.string(),
  /** Number of the subject's last run when it was looked at: a later one may have re-admitted or removed it. */
  run: z.int().min(0),
  steps: z.array(plannedStepSchema),
});
export type PlannedSubject = z.infer<typeof plannedSubjectSchema>;

/** A frozen plan: exactly these subjects, exactly these steps. Its hash is its name. */
export const planBodySchema = z.object({
  v: z.literal(1),
  kind: z.enum(PLAN_KINDS),
  partner: z.string().nullable(),
  /** Object id of who drew it up. */
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  subjects: z.array(plannedSubjectSchema),
  /** What else the kind of plan shows and binds: JSON. */
  facts: z.json(),
});
export type PlanBody = z.infer<typeof planBodySchema>;

/** The plan's content hash, lower-case hexadecimal: what is approved and run is this and nothing else. Pure. */
export const planHash = (body: PlanBody): string => sha256(planText(body));

/** The text that is hashed and kept: one plan, one text. Pure. */
export const planText = (body: PlanBody): string => canonicalJson(body);

/** How often each verdict stands in a plan. Pure. */
export function countVerdicts(body: Pick<PlanBody, 'subjects'>): Record<StepVerdict, number> {
  const counts: Record<StepVerdict, number> = {
    'already-true': 0,
    'will-create': 0,
    'will-remove': 0,
    blocked: 0,
  };
  for (const { steps } of body.subjects) for (const { verdict } of steps) counts[verdict] += 1;
  return counts;
}

/** SHA-256 of what was seen, whatever the order of its keys: equal sights give equal text. Pure. */
export const basisOf = (seen: unknown): string => sha256(canonicalJson(seen));

/** A plan's id: a GUID in any case. */
export const planIdSchema = z.string().refine(isGuid, 'must be a GUID').toLowerCase();
