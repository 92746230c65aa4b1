import type { GroupId, GuestId } from '../domain/ids';
import type { LicenceState, SkuUnits } from '../domain/judge-licence';

/** Licences: what the tenant has, what a group gives, what it came to for one user. All reads. */
export interface Licences {
  listUnits(): Promise<SkuUnits[]>;
  /** Ids of the products the group gives its members. */
  listSkusOf(group: GroupId): Promise<string[]>;
  /** What each licence came to for the user; empty where nothing was given yet. */
  listStatesOf(user: GuestId): Promise<LicenceState[]>;
}
