import { z } from 'zod';
import { givenSchema } from './replay-inputs';
import { checkSchema, type Check } from './check';
import { tenantId } from './ids';

/** Where a guest stands. `invited`: prepared ahead, waiting for acceptance. `working`: a run is under way or parked. */
export const GUEST_STATES = [
  'new',
  'ignored',
  'observed',
  'invited',
  'working',
  'held',
  'ready',
  'removing',
  'removed',
  'crashed',
] as const;
export type GuestState = (typeof GUEST_STATES)[number];

/** A membership that a run gave, or began to give. `blocked-group`: ours to take back when the guest is let in again. */
const grantSchema = z.object({
  kind: z.enum(['access-group', 'cloud-pc-group', 'blocked-group']),
  group: z.string(),
  partner: z.string(),
  /** `adopted`: it was there before Gatehouse, and is not taken away until somebody takes ownership. Absent = ours. */
  owner: z.literal('adopted').optional(),
});
export type Grant = z.infer<typeof grantSchema>;

/** Why a guest's access ends. */
export const REMOVAL_CAUSES = [
  'left-directory',
  'disabled',
  'not-entitled',
  'no-partner',
  'planned',
  'invitation-expired',
] as const;
export type RemovalCause = (typeof REMOVAL_CAUSES)[number];

const removalSchema = z.object({
  because: z.enum(REMOVAL_CAUSES),
  startedAt: z.string(),
  /** When it was read back that nothing is left; null = not yet. */
  removedAt: z.string().nullable(),
  /** When the account is to be deleted, as the policy says; null = never, or it was. */
  deleteAccountAt: z.string().nullable(),
});
export type Removal = z.infer<typeof removalSchema>;

/** What the guest's row keeps beside the protocol: `detail` of a subject row of kind `guest`. */
export const guestRecordSchema = z.object({
  desktop: z
    .object({ kind: z.enum(['avd-personal', 'windows-365']), host: z.string(), name: z.string() })
    .nullable(),
  /** ISO 8601. */
  acceptedAt: z.string().nullable(),
  readyAt: z.string().nullable(),
  /** How far it is proved that who accepted is of the partner's tenant; of the acceptance above. */
  identityProof: z.enum(['proven', 'consistent']).nullable().default(null),
  /** A sign-in that the log showed after the acceptance `acceptedAt`, and out of which tenant; null = none was noted. */
  signIn: z
    .object({ homeTenant: z.string().transform(tenantId), acceptedAt: z.string() })
    .nullable()
    .default(null),
  /** From acceptance to the first `ready` after it, in seconds. */
  acceptedToReadySeconds: z.number().nullable(),
  /** Why it waits, is held or ignored: a code and a sentence; `since`: the first look of those in a row that said so. */
  reason: z.object({ code: z.string(), message: z.string(), since: z.string().optional() }).nullable(),
  checks: z.array(checkSchema),
  /** What runs gave, or may have given, group by group. */
  grants: z.array(grantSchema).default([]),
  /** Ids of hosts and Cloud PCs that were the guest's before Gatehouse: they stay, as adopted grants do. */
  adoptedHosts: z.array(z.string()).default([]),
  /** The removal under way or done; null = none since the guest was last admitted. */
  removal: removalSchema.nullable().default(null),
  /** The first look at the tenant found it here already. */
  existedBefore: z.boolean().default(false),
  /** Mail domain of its home, for lists; null = none, or not looked at since. */
  homeDomain: z.string().nullable().default(null),
  /** What a replay gave to one run; any other passes it over and clears it. */
  given: givenSchema.nullable().default(null),
  /** Since when its invitation waits to be accepted, ISO 8601; null = it never did, or not looked at since. */
  invitedAt: z.string().nullable().default(null),
});
export type GuestRecord = z.output<typeof guestRecordSchema>;

export const EMPTY_GUEST_RECORD: GuestRecord = {
  desktop: null,
  acceptedAt: null,
  readyAt: null,
  identityProof: null,
  signIn: null,
  acceptedToReadySeconds: null,
  reason: null,
  checks: [],
  grants: [],
  adoptedHosts: [],
  removal: null,
  existedBefore: false,
  homeDomain: null,
  given: null,
  invitedAt: null,
};

/** The record of a row's `detail`; the empty one where nothing was kept yet. Throws on a shape it does not know. */
export function guestRecord(detail: unknown): GuestRecord {
  return detail === null || detail === undefined ? EMPTY_GUEST_RECORD : guestRecordSchema.parse(detail);
}

/** The sentence for a sponsor about an invited guest. */
export function readinessSentence(checks: readonly Check[]): string {
  const blockers = checks.filter((check) => check.verdict === 'blocked');
  if (blockers.length === 0) return 'ready on acceptance';
  return `not ready on acceptance: ${blockers.map((blocker) => blocker.observed).join('; ')}`;
}
