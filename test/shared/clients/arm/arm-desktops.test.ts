import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { armDesktops } from '../../../../shared/clients/arm/arm-desktops';
import { connectArm } from '../../../../shared/clients/arm/connect-arm';
import type { Desktops } from '../../../../shared/clients/desktops';
import type { ObservedRequest } from '../../../../shared/clients/http/request-observer';
import {
  errorBody,
  scriptedService,
  staticCredential,
  stopServices,
  type ScriptedService,
} from '../scripted-service';

const POOL_PATH =
  '/subscriptions/b2d7c0de-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.DesktopVirtualization/hostPools/pool';
const HOST_PATH = `${POOL_PATH}/sessionHosts/host-1`;
const VM_ID = 'A2D7C0DE-0000-4000-8000-000000000002';
const NAME = 'anna_contoso.com#EXT#@host.onmicrosoft.com';
const hostBody = (properties: object) => ({ id: HOST_PATH, name: 'pool/host-1', properties });

let service: ScriptedService;
let desktops: Desktops;
let observed: ObservedRequest[];
let scopes: string[];

beforeEach(async () => {
  service = await scriptedService();
  observed = [];
  scopes = [];
  const onRequest = (request: ObservedRequest) => observed.push(request);
  desktops = armDesktops(
    connectArm({ endpoint: service.url, credential: staticCredential(scopes), onRequest }),
  );
});
afterEach(stopServices);

describe('armDesktops', () => {
  it("reads a pool at the endpoint it was told, with Resource Manager's own scope", async () => {
    const properties = {
      hostPoolType: 'Personal',
      customRdpProperty: 'enablerdsaadauth:i:1;',
      loadBalancerType: 'X',
    };
    service.answer({ body: { id: POOL_PATH, properties } });
    expect(await desktops.readHostPool(POOL_PATH)).toEqual({
      id: POOL_PATH,
      hostPoolType: 'Personal',
      customRdpProperty: 'enablerdsaadauth:i:1;',
      assignmentType: null,
      isStartVmOnConnect: false,
      applicationGroups: [],
    });
    expect(service.received[0]?.url).toBe(`${POOL_PATH}?api-version=2024-04-03`);
    expect(service.received[0]?.headers['authorization']).toBe('Bearer token-of-the-test');
    expect(scopes).toEqual(['https://management.azure.com/.default']);
  });

  it('reads a host: nobody assigned, failed checks, and values of tomorrow', async () => {
    const properties = {
      status: 'SomethingNew',
      allowNewSession: true,
      assignedUser: '',
      resourceId: '/subscriptions/x/virtualMachines/host-1',
      virtualMachineId: VM_ID,
      sessionHostHealthCheckResults: [
        { healthCheckName: 'DomainJoinedCheck', healthCheckResult: 'HealthCheckSucceeded' },
        { healthCheckName: 'UrlsAccessibleCheck', healthCheckResult: 'HealthCheckFailed' },
        { healthCheckName: 'CheckOfTomorrow', healthCheckResult: 'Unknown' },
      ],
    };
    service.answer({ body: hostBody(properties) });
    expect(await desktops.readSessionHost(HOST_PATH)).toEqual({
      id: HOST_PATH,
      name: 'host-1',
      status: 'SomethingNew',
      allowNewSession: true,
      sessions: null,
      assignedUser: null,
      vmResourceId: '/subscriptions/x/virtualMachines/host-1',
      vmId: VM_ID.toLowerCase(),
      failedHealthChecks: ['UrlsAccessibleCheck', 'CheckOfTomorrow'],
    });
  });

  it('takes a host that reported nothing yet for unavailable', async () => {
    service.answer({ body: hostBody({}) });
    expect(await desktops.readSessionHost(HOST_PATH)).toMatchObject({
      status: 'Unavailable',
      allowNewSession: false,
      vmResourceId: null,
      vmId: null,
    });
  });

  it('lists the hosts of all pages', async () => {
    const nextLink = `${service.url}${POOL_PATH}/sessionHosts?api-version=2024-04-03&$skiptoken=2`;
    service.answer(
      { body: { value: [hostBody({})], nextLink } },
      { body: { value: [hostBody({ assignedUser: NAME })] } },
    );
    const hosts = await desktops.listSessionHosts(POOL_PATH);
    expect(hosts.map((host) => host.assignedUser)).toEqual([null, NAME]);
    expect(service.received[1]?.url).toContain('$skiptoken=2');
  });

  it('binds a host, and takes it from nobody', async () => {
    service.answer({ body: hostBody({ assignedUser: NAME }) });
    await desktops.assignUser(HOST_PATH, NAME);
    expect(service.received[0]).toMatchObject({
      method: 'PATCH',
      body: { properties: { assignedUser: NAME } },
    });
    expect(new URL(service.received[0]?.url ?? '', service.url).searchParams.get('force')).toBe('false');
  });

  it('tells a host that is gone from a pool that is gone', async () => {
    const parent = { status: 404, body: errorBody('ParentResourceNotFound') };
    service.answer({ status: 404, body: errorBody('ResourceNotFound') }, parent, parent);
    expect(await desktops.readSessionHost(HOST_PATH)).toBeUndefined();
    await expect(desktops.readSessionHost(HOST_PATH)).rejects.toMatchObject({ code: 'not-found' });
    await expect(desktops.readHostPool(POOL_PATH)).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    [429, 'SubscriptionRequestsThrottled', 'throttled', '17'],
    [503, 'ServerUnavailable', 'unavailable', '2.5'],
    [500, 'InternalServerError', 'unavailable', '4'],
    [504, 'GatewayTimeout', 'timed-out', '4'],
    [409, 'AnotherOperationInProgress', 'unavailable', '4'],
  ])('asks once and gives %d %s back as later: %s', async (status, code, reason, wait) => {
    service.answer({ status, body: errorBody(code), headers: { 'retry-after': wait } });
    await expect(desktops.assignUser(HOST_PATH, NAME)).rejects.toMatchObject({
      reason,
      retryAfterSeconds: Number(wait),
    });
    expect(service.received).toHaveLength(1);
  });

  it.each([
    [401, 'ExpiredAuthenticationToken', 'forbidden'],
    [403, 'AuthorizationFailed', 'forbidden'],
    [400, 'InvalidParameter', 'rejected'],
    [409, 'ScopeLocked', 'rejected'],
  ])('gives %d %s back as refused: %s, and names nobody', async (status, code, refusal) => {
    service.answer({
      status,
      body: errorBody(code, `no such user ${NAME}`),
      headers: { 'x-ms-request-id': 'r-9' },
    });
    const failure: unknown = await desktops.assignUser(HOST_PATH, NAME).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'TerminalError', code: refusal });
    expect(String(failure)).toContain(`answered ${status} ${code} to PATCH ${HOST_PATH}: `);
    expect(String(failure)).toContain('(request id r-9)');
    expect(String(failure)).not.toMatch(/anna|EXT/);
  });

  it('takes a cut connection for unavailable', async () => {
    service.answer({ instead: 'reset' });
    await expect(desktops.readHostPool(POOL_PATH)).rejects.toMatchObject({ reason: 'unavailable' });
    expect(service.received).toHaveLength(1);
  });

  it('takes an answer that breaks off for unavailable, not for a refusal', async () => {
    service.answer({ body: '{"value":[{"id":"', headers: { 'content-type': 'application/json' } });
    await expect(desktops.listSessionHosts(POOL_PATH)).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('counts every request under a path without names', async () => {
    service.answer({ body: hostBody({}) }, { instead: 'reset' });
    await desktops.readSessionHost(HOST_PATH);
    await expect(desktops.readSessionHost(HOST_PATH)).rejects.toThrow();
    expect(observed.map(({ method, status }) => [method, status])).toEqual([
      ['GET', 200],
      ['GET', 0],
    ]);
    expect(observed[0]?.pathTemplate).toMatch(/\/hostPools\/\{hostPools\}\/sessionHosts\/\{sessionHosts\}$/);
  });
});

describe('connectArm', () => {
  it.each(['http://127.0.0.1:1', 'https://host/arm', 'arm'])('refuses the endpoint %s', (endpoint) => {
    expect(() => connectArm({ endpoint, credential: staticCredential() })).toThrow(RangeError);
  });

  it('keeps one client for each subscription', () => {
    const arm = connectArm({ endpoint: service.url, credential: staticCredential() });
    expect(arm.compute('a')).toBe(arm.compute('A'));
    expect(arm.desktops('a')).not.toBe(arm.desktops('b'));
  });
});
