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

/** The receipt of a change made at `at`. Pure. */
export function receiptOf(
  change: Change,
  guest: string,
  on: string,
  images: { before: Receipt['before']; after: Receipt['after'] },
  at: Date,
): Receipt {
  const isDeletion = change === 'account-deleted';
  return {
    change,
    guest,
    on,
    ...images,
    isReversible: !FOR_GOOD.has(change),
    reversibleUntil: isDeletion ? new Date(at.getTime() + DELETED_KEPT_MS).toISOString() : null,
  };
}
