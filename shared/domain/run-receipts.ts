import { z } from 'zod';
import type { HostRecord } from './host-record';
import type { LedgerEntry } from './ledger-entry';
import { receiptOf, receiptSchema, type Receipt } from './receipt';

/** One change, and whose it was. */
export const runReceiptSchema = z.object({
  /** A guest's run, or `plan-{id}` where a partner's job did it for a plan. */
  run: z.string(),
  at: z.string(),
  receipt: receiptSchema,
});
export type RunReceipt = z.infer<typeof runReceiptSchema>;

const evidenceSchema = z.object({ receipts: z.array(receiptSchema) });

/** What a change was made to: changes of one thing follow each other, those of different things do not touch. */
const FACETS: Readonly<Record<Receipt['change'], string>> = {
  'member-added': 'member',
  'member-removed': 'member',
  'host-assigned': 'host',
  'host-released': 'host',
  'session-ended': 'session',
  'cloud-pc-rebooted': 'cloud-pc',
  'client-removed': 'client',
  'account-disabled': 'sign-in',
  'account-enabled': 'sign-in',
  'account-deleted': 'account',
  'account-restored': 'account',
  'grace-ended': 'grace',
  'tenant-blocked': 'tenant',
  'tenant-unblocked': 'tenant',
  'organization-proposed': 'organization',
  'organization-configured': 'organization',
};

/** Names the thing of a change. Pure. */
export const thingOf = ({ change, on }: Pick<Receipt, 'change' | 'on'>): string => `${FACETS[change]} ${on}`;

/** The changes that ledger entries tell of, in the order of the entries. Pure. */
export const receiptsIn = (entries: readonly LedgerEntry[]): RunReceipt[] => entries.flatMap(receiptsOfEntry);

/** By guest, oldest first; a change that two told of, its run and who did it on request, is there once. Pure. */
export function receiptsByGuest(all: readonly RunReceipt[]): Map<string, RunReceipt[]> {
  const guests = new Map<string, RunReceipt[]>();
  for (const one of [...all].sort((a, b) => a.at.localeCompare(b.at))) {
    const known = guests.get(one.receipt.guest);
    if (known === undefined) guests.set(one.receipt.guest, [one]);
    else known.push(one);
  }
  return new Map([...guests].map(([guest, changes]) => [guest, eachOnce(changes)]));
}

/** A group or an order does nothing for itself: what does not say who asked belongs to nobody we know. */
function receiptsOfEntry({ subject, run, at, evidence }: LedgerEntry): RunReceipt[] {
  const receipts = evidenceSchema.safeParse(evidence).data?.receipts ?? [];
  return receipts.flatMap((receipt) => {
    const asker = receipt.run ?? (subject.kind === 'guest' ? run : undefined);
    return asker === undefined ? [] : [{ run: asker, at, receipt }];
  });
}

/** Of a run's same change of a thing, told twice in a row, the first. */
function eachOnce(all: readonly RunReceipt[]): RunReceipt[] {
  const last = new Map<string, string>();
  return all.filter(({ run, receipt }) => {
    const key = `${run} ${thingOf(receipt)}`;
    const isNew = last.get(key) !== receipt.change;
    last.set(key, receipt.change);
    return isNew;
  });
}

/** The receipts that hosts bear, should a run have died before it wrote them. Pure. */
export function receiptsOnHosts(hosts: readonly HostRecord[]): RunReceipt[] {
  return hosts.flatMap(({ host, lease }) => {
    if (lease.kind === 'clean' || lease.by === undefined) return [];
    const { by: run, at } = lease;
    const leased = { lease: 'leased', isAssigned: true };
    const receipt =
      lease.kind === 'dirty'
        ? receiptOf('host-released', lease.lastGuest, host, { before: leased, after: FREED }, new Date(at))
        : receiptOf('host-assigned', lease.guest, host, { before: UNLEASED, after: leased }, new Date(at));
    return [{ run, at, receipt }];
  });
}

const FREED = { lease: 'dirty', isAssigned: false };
const UNLEASED = { lease: 'clean', isAssigned: false };
