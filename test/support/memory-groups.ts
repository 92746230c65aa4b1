import type { Groups } from '../../shared/clients/groups';
import type { GuestId } from '../../shared/domain/ids';
import type { MemoryTenant } from './memory-tenant';
import { plainGroup } from './prepare-world';

/** The tenant's groups as a whole: each is there, and an ordinary one unless the tenant says otherwise. */
export const memoryGroups = (tenant: MemoryTenant): Groups => ({
  existing: async (groups) => [...groups],
  traitsOf: async (group) => plainGroup('any', { id: group, ...tenant.traits.get(group) }),
  members: async (group) => ({
    users: [...tenant.group(group)].filter((id) => tenant.users.has(id as GuestId)) as GuestId[],
    others: 0,
  }),
});
