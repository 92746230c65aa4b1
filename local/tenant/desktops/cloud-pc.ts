import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

/** A Windows 365 provisioning policy. */
export interface ProvisioningPolicy {
  id: string;
  displayName: string;
  description: string;
  imageId: string;
  imageDisplayName: string;
  enableSingleSignOn: boolean;
  gracePeriodInHours: number;
  /** Groups the policy is assigned to, by assignment id. */
  assignments: { id: string; groupId: string }[];
  /** Where new devices appear; stands for a dynamic device group. Null: in no group. */
  deviceGroupId: string | null;
  osBuild: string;
  createdAtMs: number;
}

export const provisioningPolicies = collection<ProvisioningPolicy>('provisioningPolicies');

export interface CloudPc {
  id: string;
  userId: string;
  userPrincipalName: string;
  policyId: string;
  name: string;
  managedDeviceId: string;
  /** Object id of the device in the directory, and its `deviceId`. */
  deviceObjectId: string;
  entraDeviceId: string;
  createdAtMs: number;
  provisionedAtMs: number;
  /** True once the device exists in the directory. */
  joined: boolean;
  failure: { code: string; message: string } | null;
  /** The entitlement has ended: usable until then, and deleted a little later. */
  graceEndsAtMs: number | null;
  deletedAtMs: number | null;
  lastRebootAtMs: number | null;
}

export const cloudPcs = collection<CloudPc, 'user' | 'device'>('cloudPcs', {
  user: (pc) => pc.userId,
  device: (pc) => pc.managedDeviceId,
});

export type CloudPcStatus =
  'notProvisioned' | 'provisioning' | 'provisioned' | 'inGracePeriod' | 'deprovisioning' | 'failed';

// The share of the provisioning time in which nothing has begun yet; no source gives one.
const WAITING_SHARE = 0.2;

/** `status` of beta at this moment of the tenant's clock (beta cloudPcStatus). */
export function cloudPcStatus(tenant: TenantContext, pc: CloudPc): CloudPcStatus {
  const nowMs = tenant.clock.now();
  if (pc.graceEndsAtMs !== null) return nowMs < pc.graceEndsAtMs ? 'inGracePeriod' : 'deprovisioning';
  const begunAtMs = pc.createdAtMs + (pc.provisionedAtMs - pc.createdAtMs) * WAITING_SHARE;
  if (nowMs < begunAtMs) return 'notProvisioned';
  if (nowMs < pc.provisionedAtMs) return 'provisioning';
  return pc.failure === null ? 'provisioned' : 'failed';
}

/** True while somebody can sign in to it: provisioned, or in its grace period. */
export function isUsable(tenant: TenantContext, pc: CloudPc): boolean {
  const status = cloudPcStatus(tenant, pc);
  return pc.failure === null && (status === 'provisioned' || status === 'inGracePeriod');
}
