import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { users, type LicenceAssignment } from '../directory/directory-objects';
import { updateUser } from '../directory/user-writes';
import { directGroupIds } from '../directory/membership';

export interface ServicePlan {
  id: string;
  name: string;
}

/** A product the tenant has bought. */
export interface SubscribedSku {
  /** The SKU's GUID. */
  id: string;
  partNumber: string;
  enabledUnits: number;
  servicePlans: ServicePlan[];
  /** Gives the right to a Cloud PC. */
  isCloudPc: boolean;
}

/** A licence given to a group. */
export interface GroupLicence {
  /** `{groupId}/{skuId}` */
  id: string;
  groupId: string;
  skuId: string;
  disabledPlans: string[];
  assignedAtMs: number;
}

/** What a group's licence came to for one user: group licensing fails silently, user by user. */
export interface UserLicence {
  /** `{userId}/{skuId}/{groupId}` */
  id: string;
  userId: string;
  skuId: string;
  groupId: string;
  state: 'Active' | 'Error';
  error: 'None' | 'CountViolation' | 'ProhibitedInUsageLocationViolation';
  updatedAtMs: number;
}

export const subscribedSkus = collection<SubscribedSku>('subscribedSkus');
export const groupLicences = collection<GroupLicence, 'group' | 'sku'>('groupLicences', {
  group: (licence) => licence.groupId,
  sku: (licence) => licence.skuId,
});
export const userLicences = collection<UserLicence, 'user' | 'sku'>('userLicences', {
  user: (licence) => licence.userId,
  sku: (licence) => licence.skuId,
});

/** Units of a SKU that active licences use up; one unit a user, however many groups give it. */
export function consumedUnits(tenant: TenantContext, skuId: string): number {
  const active = tenant.store
    .in(userLicences)
    .by('sku', skuId)
    .filter(({ state }) => state === 'Active');
  return new Set(active.map(({ userId }) => userId)).size;
}

const GROUP_LICENSING = { kind: 'outside', name: 'group-based licensing' } as const;

/** Brings a user's licences in line with the groups the user is a direct member of: nesting does not count. */
export function reconcileLicences(tenant: TenantContext, userId: string): void {
  reassign(tenant, userId);
  const user = tenant.store.in(users).get(userId);
  if (user === undefined) return;
  const licences = tenant.store.in(userLicences).by('user', userId).map(shownOn(tenant));
  if (licences.length === 0 && user.licences === undefined) return;
  updateUser(tenant, user, { licences }, GROUP_LICENSING);
}

function shownOn(tenant: TenantContext): (licence: UserLicence) => LicenceAssignment {
  return ({ skuId, groupId, state, error, updatedAtMs }) => ({
    skuId,
    disabledPlans: tenant.store.in(groupLicences).get(`${groupId}/${skuId}`)?.disabledPlans ?? [],
    assignedByGroup: groupId,
    state,
    error,
    lastUpdatedDateTime: new Date(updatedAtMs).toISOString(),
  });
}

function reassign(tenant: TenantContext, userId: string): void {
  const user = tenant.store.in(users).get(userId);
  const isLive = user?.deletedDateTime === null;
  const wanted = isLive
    ? directGroupIds(tenant, userId).flatMap((groupId) => tenant.store.in(groupLicences).by('group', groupId))
    : [];
  const held = tenant.store.in(userLicences).by('user', userId);
  for (const licence of held) {
    if (wanted.some(({ groupId, skuId }) => licence.groupId === groupId && licence.skuId === skuId)) continue;
    tenant.store.in(userLicences).delete(licence.id);
  }
  for (const { groupId, skuId } of wanted) {
    const known = tenant.store.in(userLicences).get(`${userId}/${skuId}/${groupId}`);
    if (known?.state === 'Active') continue;
    assign(tenant, { userId, skuId, groupId, usageLocation: user?.usageLocation ?? null });
  }
}

interface Assignment {
  userId: string;
  skuId: string;
  groupId: string;
  usageLocation: string | null;
}

function assign(tenant: TenantContext, { userId, skuId, groupId, usageLocation }: Assignment): void {
  const error = errorOf(tenant, userId, skuId, usageLocation);
  tenant.store.in(userLicences).put({
    id: `${userId}/${skuId}/${groupId}`,
    userId,
    skuId,
    groupId,
    state: error === 'None' ? 'Active' : 'Error',
    error,
    updatedAtMs: tenant.clock.now(),
  });
}

function errorOf(
  tenant: TenantContext,
  userId: string,
  skuId: string,
  usageLocation: string | null,
): UserLicence['error'] {
  const needsLocation = tenant.switches.get('groupLicenceNeedsUsageLocation');
  if (needsLocation && usageLocation === null) return 'ProhibitedInUsageLocationViolation';
  const others = tenant.store
    .in(userLicences)
    .by('user', userId)
    .some((licence) => licence.skuId === skuId && licence.state === 'Active');
  if (others) return 'None';
  const bought = tenant.store.in(subscribedSkus).get(skuId)?.enabledUnits ?? 0;
  return consumedUnits(tenant, skuId) < bought ? 'None' : 'CountViolation';
}

/** Gives freed units to those who wait for one, the longest waiting first. */
export function retryFailedLicences(tenant: TenantContext, skuId: string): string[] {
  const waiting = tenant.store
    .in(userLicences)
    .by('sku', skuId)
    .filter(({ error }) => error === 'CountViolation')
    .sort((a, b) => a.updatedAtMs - b.updatedAtMs);
  const served: string[] = [];
  for (const { userId } of waiting) {
    if (consumedUnits(tenant, skuId) >= (tenant.store.in(subscribedSkus).get(skuId)?.enabledUnits ?? 0))
      break;
    reconcileLicences(tenant, userId);
    served.push(userId);
  }
  return served;
}

/** True when one of the user's licences gives the right to a Cloud PC. */
export function hasCloudPcLicence(tenant: TenantContext, userId: string): boolean {
  return tenant.store
    .in(userLicences)
    .by('user', userId)
    .some(({ state, skuId, groupId }) => {
      const sku = tenant.store.in(subscribedSkus).get(skuId);
      const disabled = tenant.store.in(groupLicences).get(`${groupId}/${skuId}`)?.disabledPlans ?? [];
      const plansLeft = sku?.servicePlans.filter(({ id }) => !disabled.includes(id)) ?? [];
      return state === 'Active' && sku?.isCloudPc === true && plansLeft.length > 0;
    });
}
