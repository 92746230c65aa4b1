import type { TenantContext } from '../core/tenant-context';
import { groups, users } from './directory-objects';
import { purgeGroup } from './group-writes';
import { purgeUser } from './user-writes';

const KEPT_MS = 30 * 86_400_000;
const LOOK_EVERY_MS = 3_600_000;
const directory = { kind: 'outside', name: 'Microsoft Entra ID' } as const;

/** Deleted users and groups are purged after 30 days; the directory looks every hour. */
export function keepRetention(tenant: TenantContext): void {
  const look = (): void => {
    tenant.commit(() => purgeOld(tenant));
    tenant.clock.schedule(tenant.clock.now() + LOOK_EVERY_MS, look);
  };
  tenant.clock.schedule(tenant.clock.now() + LOOK_EVERY_MS, look);
}

function purgeOld(tenant: TenantContext): void {
  const isOld = (deleted: string | null): boolean =>
    deleted !== null && Date.parse(deleted) <= tenant.clock.now() - KEPT_MS;
  for (const user of tenant.store.in(users).by('state', 'deleted'))
    if (isOld(user.deletedDateTime)) purgeUser(tenant, user, directory);
  for (const group of tenant.store.in(groups).by('state', 'deleted'))
    if (isOld(group.deletedDateTime)) purgeGroup(tenant, group, directory);
}
