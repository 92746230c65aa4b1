import { z } from 'zod';
import { bodyOf, ok, param, type ApiReply } from '../core/api-call';
import { ApiError, notSimulated } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { mayAct } from '../core/azure-access';
import { armPage } from './arm-page';
import { AVD, AVD_API_VERSIONS, HOST_POOL_PATTERN, hostPoolOf, type HostPool } from './host-pool';
import { sessionHostOf } from './session-host';
import { userSessions, type UserSession } from './user-session';

const IN_POOL = `${HOST_POOL_PATTERN}/userSessions`;
const ON_HOST = `${HOST_POOL_PATTERN}/sessionHosts/{host}/userSessions`;
const ONE = `${ON_HOST}/{session}`;
const ACTION = `${AVD}/hostpools/sessionhosts/usersessions`;
const apiVersions = AVD_API_VERSIONS;

const messageBody = z.strictObject({
  messageTitle: z.string().optional(),
  messageBody: z.string().optional(),
});

/** User sessions (swagger 2024-04-03): list in pool and on host, get, disconnect, sendMessage; log off is DELETE. */
export function registerUserSessions(arm: ArmRoutes): void {
  const read = { action: `${ACTION}/read`, apiVersions };
  arm.get(IN_POOL, read, (call) => {
    refuseOperator(call);
    const pool = hostPoolOf(call);
    const test = filterTest(call);
    const found = call.tenant.store.in(userSessions).by('pool', pool.id).filter(test);
    return armPage(
      call,
      found.map((session) => sessionView(pool, session)),
    );
  });
  arm.get(ON_HOST, read, (call) => {
    const { pool, host } = sessionHostOf(call);
    if (call.query.has('$filter'))
      throw notSimulated(call.method, call.url, '$filter on the sessions of one host');
    const found = call.tenant.store.in(userSessions).by('host', host.id);
    return armPage(
      call,
      found.map((session) => sessionView(pool, session)),
    );
  });
  arm.get(ONE, read, (call) => ok(sessionView(hostPoolOf(call), sessionOf(call))));
  arm.delete(ONE, { action: `${ACTION}/delete`, apiVersions }, logOff);
  arm.post(`${ONE}/disconnect`, { action: `${ACTION}/disconnect/action`, apiVersions }, (call) => {
    const session = sessionOf(call);
    call.tenant.store.in(userSessions).put({ ...session, state: 'Disconnected' });
    return { status: 200 };
  });
  arm.post(`${ONE}/sendMessage`, { action: `${ACTION}/sendMessage/action`, apiVersions }, (call) => {
    const session = sessionOf(call);
    bodyOf(call, messageBody, 'BadRequest');
    if (session.state !== 'Active')
      throw new ApiError(400, '400', 'The user session is not active: nobody would see the message.');
    return { status: 200 };
  });
}

/** UNVERIFIED whether a right on the sessions of hosts is one on those of the pool: a switch. */
function refuseOperator({ tenant, caller, path }: ArmCall): void {
  if (tenant.switches.get('sessionOperatorListsPool')) return;
  const action = `${AVD}/hostpools/usersessions/read`;
  if (mayAct(tenant, caller.objectId, action, path)) return;
  throw new ApiError(
    403,
    'AuthorizationFailed',
    `The client with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${path}'.`,
  );
}

/** 200, or 204 when it has gone: safe to repeat. Without force a session with somebody in it is refused (UNVERIFIED). */
function logOff(call: ArmCall): ApiReply {
  const { host } = sessionHostOf(call);
  const id = `${host.id}/${param(call, 'session')}`;
  const session = call.tenant.store.in(userSessions).get(id);
  if (session === undefined) return { status: 204 };
  const isForced = call.query.get('force') === 'true';
  if (!isForced && session.state === 'Active' && call.tenant.switches.get('activeSessionNeedsForce')) {
    throw new ApiError(400, '400', 'The user session is active; use force to log the user off.');
  }
  call.tenant.store.in(userSessions).delete(id);
  return { status: 200 };
}

function sessionOf(call: ArmCall): UserSession {
  const { pool, host } = sessionHostOf(call);
  const number = param(call, 'session');
  const found = call.tenant.store.in(userSessions).get(`${host.id}/${number}`);
  if (found !== undefined) return found;
  throw new ApiError(
    404,
    '404',
    `UserSession ${number} does not exist on SessionHost ${host.name} of HostPool ${pool.name}.`,
  );
}

/** The parameter's text allows `userprincipalname` and `sessionstate`; the example in the same swagger says `state`. */
function filterTest(call: ArmCall): (session: UserSession) => boolean {
  const parts = (call.query.get('$filter') ?? '').split(/\s+and\s+/i).filter((part) => part.trim() !== '');
  const tests = parts.map((part) => {
    const [, property = '', value = ''] =
      /^\s*(userprincipalname|sessionstate|state)\s+eq\s+'(.*)'\s*$/i.exec(part) ?? [];
    if (property === '') throw new ApiError(400, '400', `The filter '${part}' is not supported.`);
    const wanted = value.replaceAll("''", "'").toLowerCase();
    return property.toLowerCase() === 'userprincipalname'
      ? (session: UserSession) => session.userPrincipalName.toLowerCase() === wanted
      : (session: UserSession) => session.state.toLowerCase() === wanted;
  });
  return (session) => tests.every((test) => test(session));
}

function sessionView(pool: HostPool, session: UserSession): Record<string, unknown> {
  const name = `${pool.name}/${session.hostName}/${session.number}`;
  return {
    id: `${pool.resourceId}/sessionHosts/${session.hostName}/userSessions/${session.number}`,
    name,
    type: `${AVD}/hostpools/sessionhosts/usersessions`,
    properties: {
      objectId: session.objectId,
      userPrincipalName: session.userPrincipalName,
      applicationType: 'Desktop',
      sessionState: session.state,
      activeDirectoryUserName: `AzureAD\\${session.userPrincipalName.split('@')[0] ?? ''}`,
      createTime: session.createTime,
    },
  };
}
