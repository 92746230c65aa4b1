import { isAdoptedIn } from './adopted';
import type { GuestRecord } from './guest-record';

/** Which of a partner's two managed groups. */
export type ManagedGroup = 'access' | 'cloud-pc';

/**
 * Whether a guest's row says that the guest is a member: `must`, `may` (a run is under way, or parked), `not`, or that
 * it was one before Gatehouse (`adopted`).
 */
export type Claim = 'must' | 'may' | 'not' | 'adopted';

/** What a guest's row says of one managed group; `id` is the group's. Pure. */
export function claimOf(group: ManagedGroup, id: string, state: string, record: GuestRecord): Claim {
  if (isAdoptedIn(record, id)) return 'adopted';
  if (state === 'ready') {
    return group === 'access' || record.desktop?.kind === 'windows-365' ? 'must' : 'not';
  }
  // What an earlier run gave is still there while a later one waits, is held, or has crashed.
  return state === 'working' || state === 'held' || state === 'crashed' ? 'may' : 'not';
}

export interface GroupDrift {
  /** Members that no row justifies. */
  unjustified: string[];
  /** Guests that must be members and are not. */
  vanished: string[];
  /** Guests whose membership was adopted and who are no members any more: told, never repaired. */
  adoptedGone: string[];
}

/** The difference between a group and what the rows say of it, each list in the order of the ids. Pure. */
export function groupDrift(members: readonly string[], claims: ReadonlyMap<string, Claim>): GroupDrift {
  const held = new Set(members);
  const gone = (wanted: Claim) =>
    [...claims].flatMap(([id, claim]) => (claim === wanted && !held.has(id) ? [id] : [])).sort();
  return {
    unjustified: members.filter((id) => (claims.get(id) ?? 'not') === 'not').sort(),
    vanished: gone('must'),
    adoptedGone: gone('adopted'),
  };
}

/** Automatic repairs of a partner's group a day: 5, or 2 % of its guests where that is more (design, section 9). */
export const dailyRepairCap = (guests: number): number => Math.max(5, Math.floor(guests * 0.02));
