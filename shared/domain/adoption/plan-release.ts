import { isAdopted, isAdoptedIn } from '../adopted';
import { canonicalJson } from '../audit-chain';
import { wasAtWork } from '../guest-intent';
import { guestRecord, type GuestRecord } from '../guest-record';
import { sha256 } from '../ids';
import type { SubjectRow } from '../subject-row';
import type { AdoptedGuest, AdoptionChange } from './adoption-change';
import { adoptedKind } from './plan-adoption';
import type { PartnerPolicy } from '../partner-policy';

/** What of the adopted things a step is about: the memberships of one group, or some hosts; of some guests, or of all. */
export interface ReleaseWish {
  step: 'take-ownership' | 'undo';
  group: string | null;
  hosts: readonly string[];
  /** Empty = of whomever it is. */
  guests: readonly string[];
}

/** What taking ownership, or forgetting, changes, by the partner's rows alone. Pure. */
export function planRelease(
  policy: PartnerPolicy,
  wish: ReleaseWish,
  rows: readonly SubjectRow[],
): AdoptionChange {
  const { step, group } = wish;
  const guests: AdoptedGuest[] = [];
  const left: AdoptionChange['left'] = [];
  for (const row of [...rows].sort((a, b) => (a.subject.id < b.subject.id ? -1 : 1))) {
    const { id } = row.subject;
    const found = foundIn(guestRecord(row.detail), wish, id);
    if (found.groups.length + found.hosts.length === 0) continue;
    // Forgotten, it would look as if that run had given it, and the next removal would take it away.
    if (step === 'undo' && wasAtWork(row))
      left.push({ id, because: `a run works with it (${row.state}): it stays adopted` });
    else guests.push({ id, reason: null, ...found, isDone: false });
  }
  const kind = group === null ? null : adoptedKind(policy, group);
  const hash = sha256(canonicalJson({ partner: policy.partner, ...wish, of: guests.map(({ id }) => id) }));
  const nothing = { nestedOnly: [], others: 0, roles: null };
  return { step, partner: policy.partner, group, kind, guests, left, ...nothing, hash };
}

function foundIn(
  record: GuestRecord,
  wish: ReleaseWish,
  guest: string,
): Pick<AdoptedGuest, 'groups' | 'hosts'> {
  const { step, group, hosts, guests } = wish;
  if (guests.length > 0 && !guests.includes(guest)) return { groups: [], hosts: [] };
  if (group === null)
    return { groups: [], hosts: record.adoptedHosts.filter((host) => hosts.includes(host)) };
  if (!isAdoptedIn(record, group)) return { groups: [], hosts: [] };
  const isLast = record.grants.filter(isAdopted).length === 1;
  return { groups: [group], hosts: step === 'undo' && isLast ? record.adoptedHosts : [] };
}
