import { z } from 'zod';
import type { TenantContext } from '../core/tenant-context';
import { crossTenantEntries, emptyEntry } from '../directory/cross-tenant-policy';
import { users } from '../directory/directory-objects';
import { updateUser } from '../directory/user-writes';
import { controlAction } from './control-action';
import { ControlFailure } from './control-failure';
import { findPartner } from './find-partner';
import { findUser } from './find-user';

const admin = { kind: 'outside', name: 'an admin in the portal' } as const;

/** What happens to the properties of a user from outside. */
export const personActions = {
  updateUser: controlAction(
    'Changes properties of a user',
    z.strictObject({
      user: z.string(),
      displayName: z.string().optional(),
      mail: z.email().optional(),
      companyName: z.string().nullable().optional(),
      usageLocation: z.string().length(2).nullable().optional(),
      userType: z.enum(['Guest', 'Member']).optional(),
    }),
    ({ tenant }, { user, ...wanted }) => {
      const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
      const { id, ...rest } = updateUser(tenant, findUser(tenant, user), given, admin);
      return { id, ...Object.fromEntries(Object.entries(rest).filter(([name]) => name in given)) };
    },
  ),
  synchroniseUser: controlAction(
    'Lets a partner tenant keep a user by cross-tenant synchronisation, or ends that',
    z.strictObject({
      user: z.string(),
      partner: z.string().optional().describe('scenario name, domain or tenant id; left out: no longer kept'),
    }),
    ({ tenant }, { user, partner }) => {
      const { synchronisedFrom: before, ...own } = findUser(tenant, user);
      if (partner === undefined) {
        tenant.store.in(users).put(own);
        return { id: own.id, before: before ?? null, synchronisedFrom: null };
      }
      const { tenantId, displayName } = findPartner(tenant, partner);
      if (tenantId === null) throw new ControlFailure(`Partner '${partner}' has no Entra tenant`);
      allowSynchronisation(tenant, tenantId, displayName);
      tenant.store.in(users).put({ ...own, synchronisedFrom: tenantId });
      return { id: own.id, before: before ?? null, synchronisedFrom: tenantId };
    },
  ),
};

/** Without it in the partner's entry the next cycle would keep nobody. */
function allowSynchronisation(tenant: TenantContext, tenantId: string, displayName: string): void {
  const entry = tenant.store.in(crossTenantEntries).get(tenantId) ?? emptyEntry(tenantId);
  const identitySynchronization = { displayName, userSyncInbound: { isSyncAllowed: true } };
  tenant.store.in(crossTenantEntries).put({ ...entry, identitySynchronization });
}
