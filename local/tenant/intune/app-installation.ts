import { machines } from '../arm/machine';
import { durationMs } from '../arm/simulated-durations';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { cloudPcs, isUsable, type CloudPc } from '../desktops/cloud-pc';
import { settleCloudPc } from '../desktops/cloud-pc-lifecycle';
import { memberships } from '../directory/directory-objects';
import { mobileApps, type AppAssignment, type MobileApp } from './mobile-app';

export type InstallState = 'installed' | 'failed' | 'notInstalled' | 'pendingInstall';

/** What the report says about one app on one managed device. */
export interface AppInstallation {
  device: CloudPc;
  state: InstallState;
  appVersion: string;
  errorCode: number;
  /** When the device last told. */
  reportedAtMs: number;
}

/** A failure that a control call put on a device, by device id. */
interface PlannedInstallFailure {
  /** Managed device id. */
  id: string;
  errorCode: number;
}

export const plannedInstallFailures = collection<PlannedInstallFailure>('plannedInstallFailures');

/**
 * Every row the report has by now. A device in a group that has the app required gets it after a while; its row
 * comes with the report's lag, so a missing row is no failure.
 */
export function installationsOf(tenant: TenantContext, app: MobileApp): AppInstallation[] {
  const rows = enrolledDevices(tenant).map((device) => installationOn(tenant, app, device));
  return rows.filter((row) => row !== undefined);
}

/** Devices that Intune knows: joined Cloud PCs. */
export function enrolledDevices(tenant: TenantContext): CloudPc[] {
  for (const { id } of tenant.store.in(cloudPcs).all()) settleCloudPc(tenant, id);
  return tenant.store
    .in(cloudPcs)
    .all()
    .filter((pc) => pc.joined && isUsable(tenant, pc));
}

/** Puts on the machine what Intune has installed or removed by now. */
export function settleInstallations(tenant: TenantContext, device: CloudPc): void {
  for (const app of tenant.store.in(mobileApps).all()) {
    const applied = appliedTo(tenant, app, device);
    const machine = tenant.store.in(machines).get(device.id);
    if (applied === undefined || machine === undefined || tenant.clock.now() < dueMs(tenant, applied.sinceMs))
      continue;
    if (tenant.store.in(plannedInstallFailures).get(device.managedDeviceId) !== undefined) continue;
    const client = applied.assignment.intent === 'uninstall' ? null : { version: app.version };
    tenant.store.in(machines).put({ ...machine, client });
  }
}

function installationOn(tenant: TenantContext, app: MobileApp, device: CloudPc): AppInstallation | undefined {
  const applied = appliedTo(tenant, app, device);
  if (applied === undefined) return undefined;
  settleInstallations(tenant, device);
  const lagMs = durationMs(tenant, 'appReportLag');
  const seenAtMs = tenant.clock.now() - lagMs;
  if (seenAtMs < applied.sinceMs) return undefined;
  const isDone = seenAtMs >= dueMs(tenant, applied.sinceMs);
  const failure = tenant.store.in(plannedInstallFailures).get(device.managedDeviceId);
  const removes = applied.assignment.intent === 'uninstall';
  const state = stateOf(isDone, failure !== undefined, removes);
  return {
    device,
    state,
    appVersion: state === 'installed' ? app.version : '',
    errorCode: state === 'failed' ? (failure?.errorCode ?? 0) : 0,
    reportedAtMs: isDone ? dueMs(tenant, applied.sinceMs) : applied.sinceMs,
  };
}

function stateOf(isDone: boolean, fails: boolean, removes: boolean): InstallState {
  if (!isDone) return removes ? 'installed' : 'pendingInstall';
  if (fails) return 'failed';
  return removes ? 'notInstalled' : 'installed';
}

function dueMs(tenant: TenantContext, sinceMs: number): number {
  return sinceMs + durationMs(tenant, 'appInstall');
}

interface Applied {
  assignment: AppAssignment;
  /** Since when all three are true: enrolled, in the group, assigned. */
  sinceMs: number;
}

/** The assignment that decides on the device; with both intents the switch says which (precedence UNVERIFIED). */
function appliedTo(tenant: TenantContext, app: MobileApp, device: CloudPc): Applied | undefined {
  const wins = tenant.switches.get('requiredBeatsUninstall') ? 'required' : 'uninstall';
  const applied = app.assignments
    .filter(({ intent }) => intent === 'required' || intent === 'uninstall')
    .map((assignment) => ({ assignment, sinceMs: sinceMs(tenant, assignment, device) }))
    .filter((one): one is Applied => one.sinceMs !== undefined);
  return applied.find(({ assignment }) => assignment.intent === wins) ?? applied[0];
}

function sinceMs(tenant: TenantContext, assignment: AppAssignment, device: CloudPc): number | undefined {
  const enrolledAtMs = Math.max(assignment.assignedAtMs, device.provisionedAtMs);
  if (assignment.targetType.endsWith('allDevicesAssignmentTarget')) return enrolledAtMs;
  if (!assignment.targetType.endsWith('.groupAssignmentTarget')) return undefined;
  const membership = tenant.store.in(memberships).get(`${assignment.groupId ?? ''}/${device.deviceObjectId}`);
  return membership === undefined ? undefined : Math.max(enrolledAtMs, membership.addedAtMs);
}
