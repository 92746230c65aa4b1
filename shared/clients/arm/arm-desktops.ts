import type {
  HostPool as PoolResource,
  SessionHost as HostResource,
  UserSession as SessionResource,
} from '@azure/arm-desktopvirtualization';
import type { Desktops, HostPool, SessionHost, UserSession } from '../desktops';
import { armCall, armCallIfThere } from './arm-call';
import { armResourceId } from './arm-resource-id';
import type { ArmConnection } from './connect-arm';

const POOL = 'Microsoft.DesktopVirtualization/hostPools';
const HOST = `${POOL}/sessionHosts`;
const SESSION = `${HOST}/userSessions`;
const APPLICATION_GROUP = 'Microsoft.DesktopVirtualization/applicationGroups';

/**
 * {@link Desktops} over Azure Resource Manager, api-version 2024-04-03. Roles: Desktop Virtualization Reader, and
 * Session Host Operator to assign, User Session Operator to log off. Values the service added since pass through. Throws RetryableError or
 * TerminalError.
 */
export function armDesktops(arm: ArmConnection): Desktops {
  return {
    readHostPool: async (hostPoolId) => {
      const { client, resourceGroup, pool } = poolOf(arm, hostPoolId);
      const found = await armCall(arm, `GET ${hostPoolId}`, (options) =>
        client.hostPools.get(resourceGroup, pool, options),
      );
      return hostPoolOf(hostPoolId, found);
    },
    readWorkspaceOf: async (applicationGroupId) => {
      const { subscription, resourceGroup, names } = armResourceId(applicationGroupId, APPLICATION_GROUP);
      const client = arm.desktops(subscription);
      const found = await armCall(arm, `GET ${applicationGroupId}`, (options) =>
        client.applicationGroups.get(resourceGroup, names[0] ?? '', options),
      );
      return blankAsNull(found.workspaceArmPath);
    },
    listSessionHosts: async (hostPoolId) => {
      const { client, resourceGroup, pool } = poolOf(arm, hostPoolId);
      return armCall(arm, `GET ${hostPoolId}/sessionHosts`, async (options) => {
        const hosts: SessionHost[] = [];
        for await (const host of client.sessionHosts.list(resourceGroup, pool, options))
          hosts.push(sessionHostOf(host));
        return hosts;
      });
    },
    readSessionHost: async (sessionHostId) => {
      const { client, resourceGroup, pool, host } = hostOf(arm, sessionHostId);
      const found = await armCallIfThere(arm, `GET ${sessionHostId}`, (options) =>
        client.sessionHosts.get(resourceGroup, pool, host, options),
      );
      return found === undefined ? undefined : sessionHostOf(found);
    },
    assignUser: async (sessionHostId, userPrincipalName) => {
      const { client, resourceGroup, pool, host } = hostOf(arm, sessionHostId);
      // Without force a host that has a user already refuses another (Configure personal desktop assignment, April 2023):
      // so nobody's desktop is taken away, whoever was faster since it was listed.
      const change = { force: false, sessionHost: { assignedUser: userPrincipalName } };
      await armCall(arm, `PATCH ${sessionHostId}`, (options) =>
        client.sessionHosts.update(resourceGroup, pool, host, { ...options, ...change }),
      );
    },
    unassignUser: async (sessionHostId) => {
      const { client, resourceGroup, pool, host } = hostOf(arm, sessionHostId);
      // The empty name takes the user away (Configure personal desktop assignment, April 2023).
      const change = { force: true, sessionHost: { assignedUser: '' } };
      await armCall(arm, `PATCH ${sessionHostId}`, (options) =>
        client.sessionHosts.update(resourceGroup, pool, host, { ...options, ...change }),
      );
    },
    listUserSessions: async (sessionHostId) => {
      const { client, resourceGroup, pool, host } = hostOf(arm, sessionHostId);
      return armCall(arm, `GET ${sessionHostId}/userSessions`, async (options) => {
        const sessions: UserSession[] = [];
        for await (const session of client.userSessions.list(resourceGroup, pool, host, options))
          sessions.push(userSessionOf(sessionHostId, session));
        return sessions;
      });
    },
    logOff: async (sessionId) => {
      const { subscription, resourceGroup, names } = armResourceId(sessionId, SESSION);
      const [pool = '', host = '', session = ''] = names;
      // 200, or 204 where it is gone; without force a session with somebody in it may be refused (UNVERIFIED).
      await armCallIfThere(arm, `DELETE ${sessionId}`, (options) =>
        arm
          .desktops(subscription)
          .userSessions.delete(resourceGroup, pool, host, session, { ...options, force: true }),
      );
    },
  };
}

/** UNVERIFIED: a session's name is `pool/host/number` in the wild and the number alone in the sample. */
function userSessionOf(sessionHostId: string, found: SessionResource): UserSession {
  const number = (found.name ?? '').split('/').at(-1) ?? '';
  return {
    id: `${sessionHostId}/userSessions/${number}`,
    userPrincipalName: blankAsNull(found.userPrincipalName),
    state: found.sessionState ?? 'Unknown',
  };
}

function poolOf(arm: ArmConnection, hostPoolId: string) {
  const { subscription, resourceGroup, names } = armResourceId(hostPoolId, POOL);
  return { client: arm.desktops(subscription), resourceGroup, pool: names[0] ?? '' };
}

function hostOf(arm: ArmConnection, sessionHostId: string) {
  const { subscription, resourceGroup, names } = armResourceId(sessionHostId, HOST);
  return { client: arm.desktops(subscription), resourceGroup, pool: names[0] ?? '', host: names[1] ?? '' };
}

function hostPoolOf(hostPoolId: string, found: PoolResource): HostPool {
  return {
    id: found.id ?? hostPoolId,
    hostPoolType: found.hostPoolType,
    customRdpProperty: found.customRdpProperty ?? '',
    assignmentType: found.personalDesktopAssignmentType ?? null,
    isStartVmOnConnect: found.startVMOnConnect ?? false,
    applicationGroups: found.applicationGroupReferences ?? [],
  };
}

/** What a session host has not reported yet is the cautious value: not available, no new sessions, no machine. */
function sessionHostOf(found: HostResource): SessionHost {
  const checks = found.sessionHostHealthCheckResults ?? [];
  return {
    id: found.id ?? '',
    name: (found.name ?? '').split('/').at(-1) ?? '',
    status: found.status ?? 'Unavailable',
    allowNewSession: found.allowNewSession ?? false,
    sessions: found.sessions ?? null,
    assignedUser: blankAsNull(found.assignedUser),
    vmResourceId: blankAsNull(found.resourceId),
    vmId: blankAsNull(found.virtualMachineId)?.toLowerCase() ?? null,
    failedHealthChecks: checks
      .filter((check) => check.healthCheckResult !== 'HealthCheckSucceeded')
      .map((check) => check.healthCheckName ?? 'unnamed'),
  };
}

const blankAsNull = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text === '' ? null : text;
