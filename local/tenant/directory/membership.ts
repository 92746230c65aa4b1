import type { TenantContext } from '../core/tenant-context';
import { groups, memberships } from './directory-objects';

/** The groups an object is in, directly or through groups in groups; soft-deleted groups carry nobody. */
export function transitiveGroupIds(tenant: TenantContext, objectId: string): string[] {
  const found = new Set<string>();
  const waiting = [objectId];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const groupId of directGroupIds(tenant, next)) {
      if (found.has(groupId)) continue;
      found.add(groupId);
      waiting.push(groupId);
    }
  }
  return [...found];
}

/** The groups an object is a direct member of. */
export function directGroupIds(tenant: TenantContext, objectId: string): string[] {
  return tenant.store
    .in(memberships)
    .by('member', objectId)
    .map((membership) => membership.groupId)
    .filter((groupId) => tenant.store.in(groups).get(groupId)?.deletedDateTime === null);
}
