import { z } from 'zod';
import { PLAN_KINDS } from './plan';
import { replayInputSchema, type ReplayInput } from './replay-inputs';

/** Where a plan stands. An expired one is `proposed` or `approved` still: time decides, not a write. */
const PLAN_STATES = ['proposed', 'approved', 'running', 'paused', 'stopped', 'finished'] as const;

const deed = z.object({
  /** Object id of who did it. */
  by: z.string(),
  at: z.iso.datetime(),
});

/** What we hold about a plan beside its frozen body. */
export const planRecordSchema = z.object({
  id: z.string(),
  kind: z.enum(PLAN_KINDS),
  partner: z.string().nullable(),
  /** Content hash of the body; the body is kept under this name. */
  hash: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** Whether it may run only after somebody else approved it. */
  needsApproval: z.boolean(),
  /** The plan ends the grace periods of the Cloud PCs it takes away; absent = they run out by themselves. */
  endsGrace: z.boolean().optional(),
  state: z.enum(PLAN_STATES),
  approval: deed.nullable(),
  start: deed
    .extend({
      reason: z.string(),
      ticket: z.string().nullable(),
      /** What was given to its run, as a difference to the plan. Absent in records of the release before. */
      inputs: z.array(replayInputSchema).default([]),
    })
    .nullable(),
  /** Why it was paused, stopped, or how it ended; null = not yet. */
  remark: z.string().nullable(),
  /** How far it is, in subjects: what the job's run writes. */
  progress: z.object({
    total: z.int(),
    done: z.int(),
    unconfirmed: z.int(),
    failed: z.int(),
    skipped: z.int(),
  }),
});
export type PlanRecord = z.infer<typeof planRecordSchema>;

/** Why a plan may not be approved or run. */
export type PlanRefusal =
  | 'own-plan'
  | 'other-hash'
  | 'expired'
  | 'not-approved'
  | 'already-approved'
  | 'already-started'
  | 'not-running'
  | 'ended'
  | 'no-reason';

export type PlanTransition =
  { kind: 'ok'; record: PlanRecord } | { kind: 'refused'; code: PlanRefusal; message: string };

/** Who does something to a plan, and when (ISO 8601). */
export interface Deed {
  by: string;
  at: string;
}

const ok = (record: PlanRecord): PlanTransition => ({ kind: 'ok', record });
const no = (code: PlanRefusal, message: string): PlanTransition => ({ kind: 'refused', code, message });

const isExpired = ({ expiresAt }: PlanRecord, at: string) => Date.parse(at) >= Date.parse(expiresAt);

/** A second person approves exactly this content. Repeating one's own approval changes nothing. Pure. */
export function approvePlan(record: PlanRecord, { by, at }: Deed, hash: string): PlanTransition {
  if (hash !== record.hash) return no('other-hash', 'the hash is not that of this plan: read the plan again');
  if (record.approval?.by === by && record.state === 'approved') return ok(record);
  if (record.state !== 'proposed') {
    const code = record.state === 'approved' ? 'already-approved' : 'already-started';
    return no(code, `the plan is ${record.state}: only a proposed one can be approved`);
  }
  if (isExpired(record, at)) return no('expired', 'the plan has expired: draw up a new one');
  if (by === record.createdBy)
    return no('own-plan', 'who drew a plan up cannot approve it: ask another Approver');
  return ok({ ...record, state: 'approved', approval: { by, at } });
}

/** Starts the plan, once, for a reason. Pure. */
export function startPlan(
  record: PlanRecord,
  { by, at }: Deed,
  why: { hash: string; reason: string; ticket: string | null; inputs?: ReplayInput[] },
): PlanTransition {
  if (why.hash !== record.hash)
    return no('other-hash', 'the hash is not that of this plan: read the plan again');
  if (record.start !== null)
    return no('already-started', `the plan was started at ${record.start.at}: a plan runs once`);
  if (isExpired(record, at)) return no('expired', 'the plan has expired: draw up a new one');
  if (why.reason.trim() === '') return no('no-reason', 'say why: --reason');
  if (record.needsApproval && record.state !== 'approved')
    return no('not-approved', 'the plan needs the approval of another person first');
  return ok({
    ...record,
    state: 'running',
    start: { by, at, reason: why.reason, ticket: why.ticket, inputs: why.inputs ?? [] },
  });
}

/** Holds a running plan before its next subject. Pure; repeating changes nothing. */
export function pausePlan(record: PlanRecord, remark: string): PlanTransition {
  if (record.state === 'paused') return ok(record);
  if (record.state !== 'running') return notRunning(record);
  return ok({ ...record, state: 'paused', remark });
}

/** Goes on with a paused plan. Pure; repeating changes nothing. */
export function resumePlan(record: PlanRecord): PlanTransition {
  if (record.state === 'running') return ok(record);
  if (record.state !== 'paused') return notRunning(record);
  return ok({ ...record, state: 'running', remark: null });
}

/** Ends the plan before its next subject, for good. Pure; repeating changes nothing. */
export function stopPlan(record: PlanRecord, remark: string): PlanTransition {
  if (record.state === 'stopped') return ok(record);
  if (record.state === 'finished') return no('ended', 'the plan is finished: there is nothing left to stop');
  return ok({ ...record, state: 'stopped', remark });
}

/** The job has been through all subjects. Pure; repeating changes nothing. */
export function finishPlan(record: PlanRecord, remark: string): PlanTransition {
  if (record.state === 'finished') return ok(record);
  if (record.state !== 'running') return notRunning(record);
  return ok({ ...record, state: 'finished', remark });
}

/** For so long after its start an approved replay speaks for the removals it names. */
const REPLAY_SPEAKS_MS = 24 * 3_600_000;

/** Whether somebody else approved this replay, and it was started within a day and not stopped since. Pure. */
export function isApprovedReplay(
  { kind, approval, createdBy, start, state }: PlanRecord,
  at: string,
): boolean {
  if (kind !== 'replay' || approval === null || approval.by === createdBy) return false;
  if (start === null || state === 'stopped') return false;
  return Date.parse(at) - Date.parse(start.at) < REPLAY_SPEAKS_MS;
}

function notRunning({ state }: PlanRecord): PlanTransition {
  return no(state === 'stopped' || state === 'finished' ? 'ended' : 'not-running', `the plan is ${state}`);
}
