import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  connectGraph,
  type GraphConnection,
  type GraphSettings,
} from '../../../../shared/clients/graph/connect-graph';
import { graphFailure, readBody, requireSuccess } from '../../../../shared/clients/graph/graph-answer';
import type { GraphCall } from '../../../../shared/clients/graph/graph-call';
import { graphPages } from '../../../../shared/clients/graph/graph-pages';
import type { ObservedRequest } from '../../../../shared/clients/http/request-observer';
import { z } from 'zod';
import {
  errorBody,
  scriptedService,
  staticCredential,
  stopServices,
  type ScriptedService,
} from '../scripted-service';

const GROUP = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c04';
const call: GraphCall = {
  method: 'GET',
  pathTemplate: '/groups/{group}',
  ids: { group: GROUP },
  query: { $filter: "userPrincipalName eq 'anna_contoso.com#EXT#@host.onmicrosoft.com'" },
};

let service: ScriptedService;
let observed: ObservedRequest[];

beforeEach(async () => {
  service = await scriptedService();
  observed = [];
});
afterEach(stopServices);

function connect(more: Partial<GraphSettings> = {}): GraphConnection {
  return connectGraph({
    baseUrl: service.url,
    credential: staticCredential(),
    onRequest: (request) => observed.push(request),
    ...more,
  });
}

async function failureFor(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): Promise<Error> {
  service.answer({ status, body: errorBody(code, 'anna@contoso.com is at fault'), headers });
  return graphFailure(await connect().ask(call));
}

describe('connectGraph', () => {
  it("sends Graph's token to the host it was told, with an id to find the call by and its priority", async () => {
    service.answer({ body: { id: GROUP } });
    const scopes: string[] = [];
    await connect({ credential: staticCredential(scopes), priority: 'low' }).ask(call);
    expect(scopes).toEqual(['https://graph.microsoft.com/.default']);
    const { headers } = service.received[0]!;
    expect(headers['authorization']).toBe('Bearer token-of-the-test');
    expect(headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-ms-throttle-priority']).toBe('low');
  });

  it('encodes the # of a guest name, which would else end the URL', async () => {
    service.answer({ body: {} });
    await connect().ask(call);
    expect(service.received[0]?.rawUrl).toContain('%23EXT%23');
    expect(service.received[0]?.url).toBe(`/v1.0/groups/${GROUP}?$filter=${call.query?.['$filter'] ?? ''}`);
  });

  it.each(['http://127.0.0.1:1', 'https://host/graph', 'graph'])('refuses the base URL %s', (baseUrl) => {
    expect(() => connectGraph({ baseUrl, credential: staticCredential() })).toThrow(RangeError);
  });

  it('counts each call under a path without ids', async () => {
    service.answer({ status: 204 }, { instead: 'reset' });
    await connect().ask(call);
    await expect(connect().ask(call)).rejects.toThrow();
    const counted = { authority: 'Microsoft Graph', method: 'GET', pathTemplate: '/v1.0/groups/{group}' };
    expect(observed).toEqual([
      { ...counted, status: 204 },
      { ...counted, status: 0 },
    ]);
  });

  it.each([
    [429, 'TooManyRequests', 'throttled'],
    [503, 'ServiceUnavailable', 'unavailable'],
    [500, 'InternalServerError', 'unavailable'],
    [502, 'BadGateway', 'unavailable'],
    [504, 'GatewayTimeout', 'timed-out'],
    [408, 'RequestTimeout', 'timed-out'],
    [404, 'PrincipalNotFound', 'not-replicated'],
  ])(
    'asks once and gives %d %s back as later: %s, with the wait the service named',
    async (status, code, reason) => {
      expect(await failureFor(status, code, { 'retry-after': '2.5' })).toMatchObject({
        reason,
        retryAfterSeconds: 2.5,
      });
      expect(service.received).toHaveLength(1);
    },
  );

  it('waits the documented default where a 429 names no wait', async () => {
    expect(await failureFor(429, 'TooManyRequests')).toMatchObject({ retryAfterSeconds: 10 });
  });

  it.each([
    [401, 'InvalidAuthenticationToken', 'forbidden'],
    [403, 'Authorization_RequestDenied', 'forbidden'],
    [404, 'Request_ResourceNotFound', 'not-found'],
    [400, 'Request_BadRequest', 'rejected'],
    [409, 'Conflict', 'ambiguous'],
    [501, 'notSimulated', 'rejected'],
    [418, 'Teapot', 'rejected'],
  ])('gives %d %s back as refused: %s', async (status, code, refusal) => {
    expect(await failureFor(status, code)).toMatchObject({ name: 'TerminalError', code: refusal });
  });

  it('says what was asked of what and by which id to find it, and names nobody', async () => {
    const { message } = await failureFor(403, 'Authorization_RequestDenied', { 'request-id': 'r-1' });
    expect(message).toContain(
      `Microsoft Graph answered 403 Authorization_RequestDenied to GET /v1.0/groups/${GROUP}: `,
    );
    expect(message).toContain('(request id r-1)');
    expect(message).not.toMatch(/anna|@|token/);
  });

  it('takes a cut connection for unavailable', async () => {
    service.answer({ instead: 'reset' });
    await expect(connect().ask(call)).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('ends a call whose time is over', async () => {
    service.answer({ instead: 'hang' });
    const signal = AbortSignal.timeout(50);
    await expect(connect().ask({ ...call, signal })).rejects.toMatchObject({ reason: 'timed-out' });
  });

  it('lets the time limit end a sign-in that hangs', async () => {
    const credential = {
      getToken: (_: unknown, options?: { abortSignal?: unknown }) =>
        new Promise<never>((_resolve, reject) => {
          const signal = options?.abortSignal as AbortSignal;
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    };
    const signal = AbortSignal.timeout(50);
    await expect(connect({ credential }).ask({ ...call, signal })).rejects.toMatchObject({
      reason: 'timed-out',
    });
    expect(service.received).toHaveLength(0);
  });

  it('tells a refused sign-in from a refused call', async () => {
    const refusal = Object.assign(new Error('AADSTS700016: no such app'), {
      name: 'AuthenticationError',
      statusCode: 400,
    });
    const credential = { getToken: () => Promise.reject(refusal) };
    await expect(connect({ credential }).ask(call)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('readBody', () => {
  it("takes a gateway's page with status 200 for a trouble that passes", async () => {
    service.answer({ body: '<html>sorry</html>' });
    const answer = await connect().ask(call);
    expect(() => readBody(answer, z.object({}))).toThrow(expect.objectContaining({ reason: 'unavailable' }));
  });

  it('names a field of another shape, and not its value', async () => {
    service.answer({ body: { id: { mail: 'anna@contoso.com' } } });
    const answer = await connect().ask(call);
    const read = () => readBody(answer, z.object({ id: z.string() }));
    expect(read).toThrow(/ id is not as documented/);
    expect(read).not.toThrow(/anna/);
  });

  it('lets an empty success pass where no body is needed', async () => {
    service.answer({ status: 204 });
    const answer = await connect().ask(call);
    expect(() => requireSuccess(answer)).not.toThrow();
  });
});

describe('graphPages', () => {
  const item = z.object({ id: z.string() });

  it('follows the links to the end', async () => {
    const link = `${service.url}/v1.0/groups?$skiptoken=abc%3D&$filter=x`;
    service.answer(
      { body: { value: [{ id: 'a' }], '@odata.nextLink': link } },
      { body: { value: [{ id: 'b' }] } },
    );
    expect(await graphPages(connect(), call, item)).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(service.received[1]?.rawUrl).toBe('/v1.0/groups?$filter=x&$skiptoken=abc%3D');
  });

  it('does not follow a link to another host, and sends it no token', async () => {
    const stranger = await scriptedService();
    service.answer({ body: { value: [], '@odata.nextLink': `${stranger.url}/v1.0/groups` } });
    await expect(graphPages(connect(), call, item)).rejects.toMatchObject({ code: 'rejected' });
    expect(stranger.received).toEqual([]);
  });
});
