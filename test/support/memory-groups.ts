import type { Groups } from '../../shared/clients/groups';
import type { GuestId } from '../../shared/domain/ids';
import type { UserFacts } from '../../shared/domain/guest-facts';
import type { GroupTraits } from '../../shared/domain/prepare/judge-group';
import { plainGroup } from './prepare-world';

interface Tenant {
  users: ReadonlyMap<GuestId, UserFacts>;
  /** What is unusual about a group. */
  traits: ReadonlyMap<string, Partial<GroupTraits>>;
  group(id: string): Set<string>;
}

/** The tenant's groups as a whole: each is there, and an ordinary one unless the tenant says otherwise. */
export const memoryGroups = (tenant: Tenant): Groups => ({
  existing: async (groups) => [...groups],
  traitsOf: async (group) => plainGroup('any', { id: group, ...tenant.traits.get(group) }),
  members: async (group) => ({
    users: [...tenant.group(group)].filter((id) => tenant.users.has(id as GuestId)) as GuestId[],
    others: 0,
  }),
});
