import type { GuestRecord } from './guest-record';

/** Which of a partner's two managed groups. */
export type ManagedGroup = 'access' | 'cloud-pc';

/** Whether a guest's row says that the guest is a member: `must`, `may` (a run is under way, or parked), `not`. */
export type Claim = 'must' | 'may' | 'not';

/** What a guest's row says of one managed group. Pure. */
export function claimOf(group: ManagedGroup, state: string, record: GuestRecord): Claim {
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
}

/** The difference between a group and what the rows say of it, each list in the order of the ids. Pure. */
export function groupDrift(members: readonly string[], claims: ReadonlyMap<string, Claim>): GroupDrift {
  const held = new Set(members);
  return {
    unjustified: members.filter((id) => (claims.get(id) ?? 'not') === 'not').sort(),
    vanished: [...claims].flatMap(([id, claim]) => (claim === 'must' && !held.has(id) ? [id] : [])).sort(),
  };
}

/** Automatic repairs of a partner's group a day: 5, or 2 % of its guests where that is more (design, section 9). */
export const dailyRepairCap = (guests: number): number => Math.max(5, Math.floor(guests * 0.02));
