import type { LedgerEntry } from '../../shared/domain/ledger-entry';
import { guestRecord } from '../../shared/domain/guest-record';
import type { GroupId, GuestId } from '../../shared/domain/ids';
import {
  receiptsByGuest,
  receiptsIn,
  receiptsOnHosts,
  type RunReceipt,
} from '../../shared/domain/run-receipts';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { AdminDeps } from './admin-deps';

export type GatherDeps = Pick<AdminDeps, 'ledger' | 'subjects' | 'hosts' | 'partners' | 'blockedGroup'>;

/** What is known of one guest: its row, its own ledger (the newest first), and all that was changed for it, oldest first. */
export interface Gathered {
  row: SubjectRow | undefined;
  entries: LedgerEntry[];
  changes: RunReceipt[];
}

/** Guests read side by side. */
const AT_ONCE = 16;

/**
 * All receipts of the guests: their own runs', those of the groups and of the other part, which did something on
 * request, and those that hosts bear. A group's ledger is read once, whole. Changes nothing.
 */
export async function gatherReceipts(
  deps: GatherDeps,
  guests: readonly GuestId[],
): Promise<Map<GuestId, Gathered>> {
  const own: [GuestId, Pick<Gathered, 'row' | 'entries'>, LedgerEntry[]][] = [];
  for (let at = 0; at < guests.length; at += AT_ONCE) {
    const some = guests.slice(at, at + AT_ONCE);
    own.push(...(await Promise.all(some.map((guest) => ownOf(deps, guest)))));
  }
  const groups = await groupsOf(
    deps,
    own.map(([, { row }]) => row),
  );
  const told = receiptsOnHosts(await deps.hosts.list());
  for (const id of groups) told.push(...receiptsIn(await deps.ledger.read({ kind: 'group', id })));
  for (const [, { entries }, orders] of own) told.push(...receiptsIn([...entries, ...orders]));
  const changes = receiptsByGuest(told);
  return new Map(own.map(([guest, known]) => [guest, { ...known, changes: changes.get(guest) ?? [] }]));
}

async function ownOf(
  { ledger, subjects }: GatherDeps,
  guest: GuestId,
): Promise<[GuestId, Pick<Gathered, 'row' | 'entries'>, LedgerEntry[]]> {
  const subject = { kind: 'guest' as const, id: guest };
  const row = (await subjects.read(subject))?.value;
  const [entries, orders] = await Promise.all([
    ledger.read(subject),
    ledger.read({ kind: 'order', id: guest }),
  ]);
  return [guest, { row, entries }, orders];
}

/** The groups whose runs may have changed something for the guests: those of their partners, and those on record. */
async function groupsOf(
  { partners, blockedGroup }: GatherDeps,
  rows: readonly (SubjectRow | undefined)[],
): Promise<Set<string>> {
  const named = new Set(rows.map((row) => row?.partner ?? null));
  const policies = (await partners.list()).filter(({ partner }) => named.has(partner));
  const ofPolicies: (GroupId | string | null)[] = policies.flatMap(({ accessGroup, desktops }) => [
    accessGroup,
    ...desktops.flatMap((offer) => (offer.kind === 'windows-365' ? [offer.cloudPcGroup] : [])),
  ]);
  const onRecord = rows.flatMap((row) => guestRecord(row?.detail).grants.map(({ group }) => group));
  return new Set([...ofPolicies, ...onRecord, blockedGroup].filter((group) => group !== null));
}
