import { resourceNotFound } from '../core/api-error';
import type { TenantContext } from '../core/tenant-context';
import { groups, type DirectoryGroup } from './directory-objects';
import { visible, visibleAll } from './replication';

/** A live group as readers see it; 404 otherwise. */
export function groupById(tenant: TenantContext, id: string): DirectoryGroup {
  const group = visible(tenant, groups, id.toLowerCase());
  if (group?.deletedDateTime !== null) throw resourceNotFound(id);
  return group;
}

/** A live group by its unique name, or undefined. */
export function groupByUniqueName(tenant: TenantContext, uniqueName: string): DirectoryGroup | undefined {
  const found = tenant.store.in(groups).by('uniqueName', uniqueName);
  return found.find((group) => visible(tenant, groups, group.id)?.deletedDateTime === null);
}

/** The live groups as readers see them. */
export function liveGroups(tenant: TenantContext): DirectoryGroup[] {
  return visibleAll(tenant, groups).filter((group) => group.deletedDateTime === null);
}
