import { machines, newMachine } from '../arm/machine';
import { durationMs } from '../arm/simulated-durations';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { devices, groups, memberships, users, type DirectoryUser } from '../directory/directory-objects';
import { addMembers, removeMember } from '../directory/group-writes';
import { directGroupIds } from '../directory/membership';
import { cloudPcs, provisioningPolicies, type CloudPc, type ProvisioningPolicy } from './cloud-pc';
import { endCloudPcSession } from './cloud-pc-session';
import { groupLicences, hasCloudPcLicence, reconcileLicences, retryFailedLicences } from './licence';

/** Provisioning failures that a control call has planned; the next Cloud PCs meet them. */
interface PlannedFailure {
  id: 'next';
  count: number;
  code: string;
  message: string;
}

export const plannedCloudPcFailures = collection<PlannedFailure>('plannedCloudPcFailures');

const WINDOWS_365 = { kind: 'outside', name: 'Windows 365' } as const;
const HOUR_MS = 3_600_000;

/**
 * Brings one user's licence and Cloud PC in line with the groups: licensed and in a policy's group gives a Cloud
 * PC, losing either starts the grace period, having both again ends it.
 */
export function reconcileCloudPc(tenant: TenantContext, userId: string): void {
  const user = tenant.store.in(users).get(userId);
  const held = tenant.store.in(cloudPcs).by('user', userId)[0];
  if (user === undefined && held === undefined) return;
  reconcileLicences(tenant, userId);
  const policy = policyOf(tenant, user);
  if (policy !== undefined && user !== undefined) entitle(tenant, user, policy, held);
  else if (held?.graceEndsAtMs === null) startGrace(tenant, held);
  serveWaiting(tenant, userId);
}

/** Units that this user gave back go to those who wait. */
function serveWaiting(tenant: TenantContext, userId: string): void {
  const skuIds = new Set(
    tenant.store
      .in(groupLicences)
      .all()
      .map(({ skuId }) => skuId),
  );
  const served = [...skuIds].flatMap((skuId) => retryFailedLicences(tenant, skuId));
  for (const waiting of new Set(served)) if (waiting !== userId) reconcileCloudPc(tenant, waiting);
}

function policyOf(tenant: TenantContext, user: DirectoryUser | undefined): ProvisioningPolicy | undefined {
  if (user?.deletedDateTime !== null || !hasCloudPcLicence(tenant, user.id)) return undefined;
  const groupIds = new Set(directGroupIds(tenant, user.id));
  return tenant.store
    .in(provisioningPolicies)
    .all()
    .find(({ assignments }) => assignments.some(({ groupId }) => groupIds.has(groupId)));
}

function entitle(
  tenant: TenantContext,
  user: DirectoryUser,
  policy: ProvisioningPolicy,
  held: CloudPc | undefined,
): void {
  if (held === undefined) {
    provision(tenant, user, policy);
    return;
  }
  const isInGrace = held.graceEndsAtMs !== null && tenant.clock.now() < held.graceEndsAtMs;
  if (isInGrace) tenant.store.in(cloudPcs).put({ ...held, graceEndsAtMs: null, deletedAtMs: null });
}

function provision(tenant: TenantContext, user: DirectoryUser, policy: ProvisioningPolicy): void {
  const { ids, clock, store } = tenant;
  const id = ids.next('cloudPc');
  const number = String(ids.count('cloudPcNames')).padStart(5, '0');
  store.in(cloudPcs).put({
    id,
    userId: user.id,
    userPrincipalName: user.userPrincipalName,
    policyId: policy.id,
    name: `CPC-${number}`,
    managedDeviceId: ids.named('managedDevice', id),
    deviceObjectId: ids.named('deviceObject', id),
    entraDeviceId: ids.named('entraDevice', id),
    createdAtMs: clock.now(),
    provisionedAtMs: clock.now() + durationMs(tenant, 'cloudPcProvisioning'),
    joined: false,
    failure: plannedFailure(tenant),
    graceEndsAtMs: null,
    deletedAtMs: null,
    lastRebootAtMs: null,
  });
  armCloudPc(tenant, id);
}

function plannedFailure(tenant: TenantContext): CloudPc['failure'] {
  const planned = tenant.store.in(plannedCloudPcFailures).get('next');
  if (planned === undefined || planned.count === 0) return null;
  tenant.store.in(plannedCloudPcFailures).put({ ...planned, count: planned.count - 1 });
  return { code: planned.code, message: planned.message };
}

/** Seven days in which the user keeps the Cloud PC, or none where it was not ready yet (Windows 365 grace period, Feb 2025). */
function startGrace(tenant: TenantContext, pc: CloudPc): void {
  const hours = tenant.store.in(provisioningPolicies).get(pc.policyId)?.gracePeriodInHours ?? 168;
  const graceMs = pc.joined ? hours * HOUR_MS : 0;
  endGraceAt(tenant, pc, tenant.clock.now() + graceMs);
}

/** Sets when the grace period ends; deletion follows after the deprovisioning time. */
export function endGraceAt(tenant: TenantContext, pc: CloudPc, graceEndsAtMs: number): void {
  const deletedAtMs = graceEndsAtMs + durationMs(tenant, 'cloudPcDeprovisioning');
  tenant.store.in(cloudPcs).put({ ...pc, graceEndsAtMs, deletedAtMs });
  armCloudPc(tenant, pc.id);
}

/** Schedules the look at the Cloud PC's next turn. */
export function armCloudPc(tenant: TenantContext, id: string): void {
  const pc = tenant.store.in(cloudPcs).get(id);
  if (pc === undefined) return;
  const settle = (): void => tenant.commit(() => settleCloudPc(tenant, id));
  if (!pc.joined) tenant.clock.schedule(pc.provisionedAtMs, settle);
  if (pc.graceEndsAtMs !== null) tenant.clock.schedule(pc.graceEndsAtMs, settle);
  if (pc.deletedAtMs !== null) tenant.clock.schedule(pc.deletedAtMs, settle);
}

/** Does what is due for one Cloud PC. Safe to repeat. */
export function settleCloudPc(tenant: TenantContext, id: string): void {
  const pc = tenant.store.in(cloudPcs).get(id);
  if (pc === undefined) return;
  const nowMs = tenant.clock.now();
  if (pc.deletedAtMs !== null && nowMs >= pc.deletedAtMs) {
    forget(tenant, pc);
    return;
  }
  if (pc.graceEndsAtMs !== null && nowMs >= pc.graceEndsAtMs) endCloudPcSession(tenant, pc);
  const isReady = !pc.joined && pc.failure === null && nowMs >= pc.provisionedAtMs && pc.deletedAtMs === null;
  if (isReady) join(tenant, pc);
}

/** The machine comes to life: a device of the directory, in the device group, holding Windows without the client. */
function join(tenant: TenantContext, pc: CloudPc): void {
  const policy = tenant.store.in(provisioningPolicies).get(pc.policyId);
  const osBuild = policy?.osBuild ?? '26200.7019';
  tenant.store.in(cloudPcs).put({ ...pc, joined: true });
  tenant.store.in(machines).put(newMachine(pc.id, pc.name, { osBuild }));
  tenant.store.in(devices).put({
    id: pc.deviceObjectId,
    deviceId: pc.entraDeviceId,
    displayName: pc.name,
    accountEnabled: true,
    operatingSystem: 'Windows',
    operatingSystemVersion: `10.0.${osBuild}`,
    trustType: 'AzureAd',
  });
  const group = tenant.store.in(groups).get(policy?.deviceGroupId ?? '');
  if (group?.deletedDateTime !== null) return;
  if (tenant.store.in(memberships).get(`${group.id}/${pc.deviceObjectId}`) !== undefined) return;
  addMembers(tenant, group, [{ id: pc.deviceObjectId, type: 'device' }], WINDOWS_365);
}

function forget(tenant: TenantContext, pc: CloudPc): void {
  endCloudPcSession(tenant, pc);
  for (const { groupId } of tenant.store.in(memberships).by('member', pc.deviceObjectId)) {
    const group = tenant.store.in(groups).get(groupId);
    if (group !== undefined) removeMember(tenant, group, pc.deviceObjectId, WINDOWS_365);
  }
  tenant.store.in(devices).delete(pc.deviceObjectId);
  tenant.store.in(machines).delete(pc.id);
  tenant.store.in(cloudPcs).delete(pc.id);
  // Whoever is entitled again by now, having come back too late, gets a new one.
  reconcileCloudPc(tenant, pc.userId);
}
