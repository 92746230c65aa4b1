import type { TenantContext } from '../core/tenant-context';
import { crossTenantEntries } from './cross-tenant-policy';
import { users, type DirectoryUser } from './directory-objects';
import { restoreUser, updateUser } from './user-writes';

const partnerTenant = { kind: 'outside', name: 'Microsoft Azure AD Cross-Tenant Sync' } as const;

/**
 * Cross-tenant synchronisation: users that a partner's tenant keeps belong to it. Whoever was disabled or
 * deleted here comes back with the next cycle, as long as synchronisation inbound is allowed.
 */
export function keepPartnersSynchronised(tenant: TenantContext): void {
  const cycle = (): void => {
    tenant.commit(() => undoLocalChanges(tenant));
    next();
  };
  const next = (): void => {
    const pauseMs = tenant.switches.get('synchronisationCycleMinutes') * 60_000;
    tenant.clock.schedule(tenant.clock.now() + pauseMs, cycle);
  };
  next();
}

function undoLocalChanges(tenant: TenantContext): void {
  for (const user of tenant.store.in(users).all()) {
    if (!isSynchronised(tenant, user)) continue;
    const live = user.deletedDateTime === null ? user : restoreUser(tenant, user, partnerTenant);
    updateUser(tenant, live, { accountEnabled: true }, partnerTenant);
  }
}

function isSynchronised(tenant: TenantContext, user: DirectoryUser): boolean {
  if (user.synchronisedFrom === undefined) return false;
  const entry = tenant.store.in(crossTenantEntries).get(user.synchronisedFrom);
  return entry?.identitySynchronization?.userSyncInbound.isSyncAllowed === true;
}
