import { param } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { ArmCall } from '../core/arm-routes';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { machines } from '../arm/machine';
import { powerStateOf, virtualMachineById } from '../arm/virtual-machine';
import { AVD, hostPoolOf, type HostPool } from './host-pool';
import { userSessions } from './user-session';

/** Checks that a healthy host passes (swagger 2024-04-03; DomainTrustCheck and FSLogix do not run on Entra-joined personal hosts). */
const HEALTH_CHECKS = [
  'DomainJoinedCheck',
  'SxSStackListenerCheck',
  'UrlsAccessibleCheck',
  'MonitoringAgentCheck',
  'SupportedEncryptionCheck',
  'MetaDataServiceCheck',
  'WebRTCRedirectorCheck',
];

export interface FailedCheck {
  name: string;
  message: string;
  errorCode: number;
}

export interface SessionHost {
  /** `{key of the pool}/{name in lower case}` */
  id: string;
  poolKey: string;
  name: string;
  objectId: string;
  vmResourceId: string;
  /** User principal name; null: nobody. */
  assignedUser: string | null;
  allowNewSession: boolean;
  friendlyName: string | null;
  /** Shown while the machine runs. */
  status: string;
  failedChecks: FailedCheck[];
}

export const sessionHosts = collection<SessionHost, 'pool'>('sessionHosts', { pool: (host) => host.poolKey });

/** The session host named by the call's route, and its pool; 404 otherwise. */
export function sessionHostOf(call: ArmCall): { pool: HostPool; host: SessionHost } {
  const pool = hostPoolOf(call);
  const name = param(call, 'host');
  const host = call.tenant.store.in(sessionHosts).get(`${pool.id}/${name.toLowerCase()}`);
  if (host !== undefined) return { pool, host };
  throw new ApiError(404, '404', `SessionHost ${name} does not exist in the SessionHostPool ${pool.name}.`);
}

/** `Available` only while the machine runs. */
export function statusOf(tenant: TenantContext, host: SessionHost): string {
  return isRunning(tenant, host) ? host.status : 'Shutdown';
}

function isRunning(tenant: TenantContext, host: SessionHost): boolean {
  const vm = virtualMachineById(tenant, host.vmResourceId);
  return vm !== undefined && powerStateOf(tenant, vm) === 'running';
}

/** The resource as the service shows it (example SessionHost_Update, 2024-04-03). */
export function sessionHostView(
  tenant: TenantContext,
  pool: HostPool,
  host: SessionHost,
): Record<string, unknown> {
  const vm = virtualMachineById(tenant, host.vmResourceId);
  const machine = vm === undefined ? undefined : tenant.store.in(machines).get(vm.vmId);
  const time = tenant.clock.iso();
  return {
    id: `${pool.resourceId}/sessionHosts/${host.name}`,
    name: `${pool.name}/${host.name}`,
    type: `${AVD}/hostpools/sessionhosts`,
    properties: {
      objectId: host.objectId,
      lastHeartBeat: time,
      sessions: tenant.store.in(userSessions).by('host', host.id).length,
      agentVersion: '1.0.11388.2500',
      allowNewSession: host.allowNewSession,
      virtualMachineId: vm?.vmId ?? null,
      resourceId: host.vmResourceId,
      assignedUser: host.assignedUser,
      friendlyName: host.friendlyName,
      status: statusOf(tenant, host),
      statusTimestamp: time,
      // Three numbers and no revision: no proof of a cumulative update.
      osVersion: `10.0.${machine?.osBuild.split('.')[0] ?? '0'}`,
      sxSStackVersion: 'rdp-sxs240705700',
      updateState: 'Succeeded',
      lastUpdateTime: time,
      updateErrorMessage: null,
      sessionHostHealthCheckResults: healthChecks(host, isRunning(tenant, host), time),
    },
  };
}

function healthChecks(host: SessionHost, running: boolean, time: string): Record<string, unknown>[] {
  const names = [...new Set([...HEALTH_CHECKS, ...host.failedChecks.map((check) => check.name)])];
  return names.map((healthCheckName) => {
    const failed = host.failedChecks.find((check) => check.name === healthCheckName);
    const result = failed === undefined ? 'HealthCheckSucceeded' : 'HealthCheckFailed';
    return {
      healthCheckName,
      healthCheckResult: running ? result : 'SessionHostShutdown',
      additionalFailureDetails: {
        message: failed?.message ?? '',
        errorCode: failed?.errorCode ?? 0,
        lastHealthCheckDateTime: time,
      },
    };
  });
}
