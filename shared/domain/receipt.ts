import { z } from 'zod';

/** What one change was: enough to say it again, and to take it back. */
export const CHANGES = [
  'member-added',
  'member-removed',
  'host-assigned',
  'host-released',
  'session-ended',
  'cloud-pc-rebooted',
  'client-removed',
  'account-disabled',
  'account-enabled',
  'account-deleted',
  'account-restored',
  'grace-ended',
  'tenant-blocked',
  'tenant-unblocked',
  'organization-proposed',
  'organization-configured',
] as const;

/** Before-image and inverse of one change. Holds ids only. */
export const receiptSchema = z.object({
  change: z.enum(CHANGES),
  /**
   * Whose change it was, where another run made it on request: a run, or `plan-{id}`. Absent = the run whose entry
   * holds it.
   */
  run: z.string().optional(),
  /** The guest it was about; the partner's job where it was about its tenant. */
  guest: z.string(),
  /** What was changed: a group, a host, a session; the guest itself for accounts. */
  on: z.string(),
  /** How it was before and is now: JSON. */
  before: z.json(),
  after: z.json(),
  /** Whether `receipts undo` can restore it. */
  isReversible: z.boolean(),
  /** Until when, ISO 8601; null = no limit known. */
  reversibleUntil: z.iso.datetime().nullable(),
});
export type Receipt = z.infer<typeof receiptSchema>;
type Change = Receipt['change'];

/** What cannot be taken back, and why no inverse exists: the person or the disk is gone. */
const FOR_GOOD = new Set<Change>(['session-ended', 'cloud-pc-rebooted', 'grace-ended']);
/** A deleted account lies among the deleted items for so long (Graph, Delete a user). */
const DELETED_KEPT_MS = 30 * 24 * 3_600_000;
/** A Cloud PC whose licence is gone lives on so long (Troubleshoot Windows 365 grace period, February 2025). */
export const CLOUD_PC_KEPT_MS = 7 * 24 * 3_600_000;

/** The receipt of a change made at `at`; `keptMs`: how long it can be restored, where the change alone does not tell. Pure. */
export function receiptOf(
  change: Change,
  guest: string,
  on: string,
  images: { before: Receipt['before']; after: Receipt['after'] },
  at: Date,
  keptMs: number | null = change === 'account-deleted' ? DELETED_KEPT_MS : null,
): Receipt {
  return {
    change,
    guest,
    on,
    ...images,
    isReversible: !FOR_GOOD.has(change),
    reversibleUntil: keptMs === null ? null : new Date(at.getTime() + keptMs).toISOString(),
  };
}
