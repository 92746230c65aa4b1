import type { TenantContext } from '../core/tenant-context';
import { cloudPcStatus, provisioningPolicies, type CloudPc } from './cloud-pc';
import { cloudPcSessions } from './cloud-pc-session';

const NO_GUID = '00000000-0000-0000-0000-000000000000';

/** The properties of v1.0: no status (metadata of Aug 2026). */
export const V1_SHAPE = {
  id: null,
  // What stands in both ids before the device is enrolled is not documented.
  aadDeviceId: NO_GUID,
  displayName: null,
  gracePeriodEndDateTime: null,
  imageDisplayName: null,
  lastModifiedDateTime: null,
  managedDeviceId: NO_GUID,
  managedDeviceName: null,
  onPremisesConnectionName: null,
  provisioningPolicyId: null,
  provisioningPolicyName: null,
  provisioningType: null,
  servicePlanId: null,
  servicePlanName: null,
  userPrincipalName: null,
};

/** A Cloud PC as v1.0 shows it. */
export function v1View(tenant: TenantContext, pc: CloudPc): Record<string, unknown> {
  const policy = tenant.store.in(provisioningPolicies).get(pc.policyId);
  return {
    ...V1_SHAPE,
    ...(pc.joined ? enrolled(pc) : {}),
    id: pc.id,
    displayName: `${policy?.displayName ?? ''} - ${pc.name}`,
    gracePeriodEndDateTime: iso(pc.graceEndsAtMs),
    imageDisplayName: policy?.imageDisplayName ?? null,
    lastModifiedDateTime: iso(Math.min(tenant.clock.now(), pc.provisionedAtMs)),
    onPremisesConnectionName: '',
    provisioningPolicyId: pc.policyId,
    provisioningPolicyName: policy?.displayName ?? null,
    provisioningType: 'dedicated',
    servicePlanName: 'Cloud PC Enterprise 2vCPU/8GB/128GB',
    userPrincipalName: pc.userPrincipalName,
  };
}

function enrolled(pc: CloudPc): Record<string, unknown> {
  return { aadDeviceId: pc.entraDeviceId, managedDeviceId: pc.managedDeviceId, managedDeviceName: pc.name };
}

const iso = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString();

/** What beta adds, as far as simulated. */
export const BETA_SHAPE = {
  status: null,
  statusDetail: null,
  provisionedDateTime: null,
  powerState: null,
  osVersion: null,
  productType: null,
  userAccountType: null,
  lastLoginResult: null,
  lastLogoffDateTime: null,
  lastRemoteActionResult: null,
};

/** What beta shows beside v1.0. */
export function betaView(tenant: TenantContext, pc: CloudPc): Record<string, unknown> {
  const status = cloudPcStatus(tenant, pc);
  const session = tenant.store.in(cloudPcSessions).get(pc.id);
  return {
    ...BETA_SHAPE,
    status,
    statusDetail: status === 'failed' ? { ...pc.failure, additionalInformation: [] } : null,
    provisionedDateTime: pc.joined ? iso(pc.provisionedAtMs) : null,
    powerState: pc.joined ? 'running' : 'unknown',
    osVersion: 'windows11',
    productType: 'enterprise',
    userAccountType: 'standardUser',
    lastLoginResult: session === undefined ? null : { time: iso(session.startedAtMs) },
    lastLogoffDateTime: iso(session?.endedAtMs),
    lastRemoteActionResult: pc.lastRebootAtMs === null ? null : rebootResult(pc, iso(pc.lastRebootAtMs)),
  };
}

function rebootResult(pc: CloudPc, time: string | null): Record<string, unknown> {
  return {
    actionName: 'Reboot',
    actionState: 'done',
    cloudPcId: pc.id,
    startDateTime: time,
    lastUpdatedDateTime: time,
    managedDeviceId: pc.managedDeviceId,
    statusDetail: null,
  };
}
