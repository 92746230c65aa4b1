import { z } from 'zod';

/** Names of computers and host pools, or the ARM id of a pool: nothing that could be a path of something else. */
const hostName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,253}$/, 'must be the name of a session host, as its pool shows it');
const poolName = z
  .string()
  .regex(
    /^(\/subscriptions\/[\w.()/-]{1,400}|[A-Za-z0-9][\w.-]{0,63})$/,
    'must be the name, or the ARM id, of a host pool',
  );

const FIELDS = {
  'ensurePersonalHost.host': hostName.optional(),
  'ensurePersonalHost.pool': poolName.optional(),
};

/** Everything that may be given to a replay's run: step and field. What is not here comes from the partner's policy. */
export const REPLAY_INPUTS = Object.keys(FIELDS) as (keyof typeof FIELDS)[];

/** What a person gives to a replay, by step and field. */
export const replayInputsSchema = z.strictObject(FIELDS, {
  error: ({ code }) =>
    code === 'unrecognized_keys' ? `only these can be given: ${REPLAY_INPUTS.join(', ')}` : undefined,
});
export type ReplayInputs = z.infer<typeof replayInputsSchema>;

/** One thing that was given, as it is kept with the plan and in the audit. */
export const replayInputSchema = z.object({
  step: z.string(),
  field: z.string(),
  /** What the plan would have used; null = whichever fits the guest's run finds first. */
  before: z.string().nullable(),
  after: z.string(),
});
export type ReplayInput = z.infer<typeof replayInputSchema>;

/** What a replay gave to one run of a guest: part of the guest's record, of no use to any other run. */
export const givenSchema = z.object({
  plan: z.string(),
  /** Number of the run it is for. */
  run: z.int(),
  /** Name of the session host to lease; null = any. */
  host: z.string().nullable(),
  /** ARM id of the host pool to lease from; null = any of the policy's. */
  pool: z.string().nullable(),
});
export type Given = z.infer<typeof givenSchema>;

/** What of a run's inputs reaches a guest. Pure. */
export function givenOf(inputs: readonly ReplayInput[], plan: string, run: number): Given {
  const valueOf = (field: string) =>
    inputs.find((one) => one.step === 'ensurePersonalHost' && one.field === field)?.after ?? null;
  return { plan, run, host: valueOf('host'), pool: valueOf('pool') };
}

/** What was given to this very run; null = nothing. Pure. */
export const givenTo = (given: Given | null, run: number): Given | null =>
  given?.run === run ? given : null;

/** Whether both name the same computer or pool: Azure's names know no case. Pure. */
export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Last part of an ARM id: the resource's name. Pure. */
export const nameOfPool = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
