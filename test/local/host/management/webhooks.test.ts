import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestHost, type TestHost } from '../../../../local/host/test-kit/create-test-host';
import { durableSampleApp } from '../../../fixtures/durable-sample-app';

const BASE = '/runtime/webhooks/durabletask';
const KEY = 'code=local-system-key';

describe('the management webhooks', () => {
  let host: TestHost;
  beforeEach(async () => {
    host = await createTestHost({ entry: durableSampleApp });
  });
  afterEach(() => host.stop());

  const call = async (method: string, path: string, query = '', body?: string): Promise<Response> => {
    const response = await host.http(`${BASE}/${path}?${KEY}${query}`, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    await host.settle();
    return response;
  };

  it('asks for the key', async () => {
    const response = await host.http(`${BASE}/instances/a`);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('lists in the order of ids, a page at a time, and ignores statuses it does not know', async () => {
    for (const id of ['c', 'a', 'b']) await host.start(id === 'b' ? 'approval' : 'chain', { instanceId: id });
    await host.settle();
    const ids = async (response: Response): Promise<string[]> =>
      ((await response.json()) as { instanceId: string }[]).map(({ instanceId }) => instanceId);
    const first = await call('GET', 'instances', '&top=2');
    expect(await ids(first)).toEqual(['a', 'b']);
    const token = first.headers.get('x-ms-continuation-token') ?? '';
    const next = await host.http(`${BASE}/instances/?${KEY}&top=2`, {
      headers: { 'x-ms-continuation-token': token },
    });
    expect(await ids(next)).toEqual(['c']);
    expect(await ids(await call('GET', 'instances/', '&runtimeStatus=Completed'))).toEqual(['a', 'c']);
    expect(await ids(await call('GET', 'instances/', '&runtimeStatus=Nonsense'))).toEqual(['a', 'b', 'c']);
    expect(await ids(await call('GET', 'instances/', '&instanceIdPrefix=b'))).toEqual(['b']);
    expect(await ids(await call('GET', 'instances/', '&createdTimeFrom=2031-01-01T00:00:00Z'))).toEqual([]);
  });

  it('purges many by time and status: 400 without a time, 404 when none fits, the running ones stay', async () => {
    await host.start('chain', { instanceId: 'done' });
    await host.start('approval', { instanceId: 'open' });
    await host.settle();
    expect((await call('DELETE', 'instances/')).status).toBe(400);
    const since = '&createdTimeFrom=2020-01-01T00:00:00Z';
    expect((await call('DELETE', 'instances/', `${since}&runtimeStatus=Failed`)).status).toBe(404);
    expect(await (await call('DELETE', 'instances/', since)).json()).toEqual({ instancesDeleted: 1 });
    expect([host.status('done'), host.status('open')?.runtimeStatus]).toEqual([undefined, 'Running']);
  });

  it('restarts with the recorded name and input, under a new id or the same', async () => {
    await host.start('fanOut', { instanceId: 'a', input: [1, 2] });
    await host.settle();
    const renamed = (await (await call('POST', 'instances/a/restart')).json()) as { id: string };
    expect(host.status(renamed.id)).toMatchObject({ name: 'fanOut', output: 6 });
    expect((await call('POST', 'instances/a/restart', '&restartWithNewInstanceId=false')).status).toBe(202);
    expect((await call('POST', 'instances/nobody/restart')).status).toBe(400);
    await host.start('approval', { instanceId: 'open' });
    await host.settle();
    expect((await call('POST', 'instances/open/restart', '&restartWithNewInstanceId=false')).status).toBe(
      409,
    );
  });

  it('answers a bad body, a bad id and an unknown path', async () => {
    const bad = await call('POST', 'orchestrators/chain', '', '{"a":');
    expect([bad.status, await bad.json()]).toEqual([
      400,
      expect.objectContaining({ Message: 'Invalid JSON content' }),
    ]);
    const id = await call('POST', `orchestrators/chain/${encodeURIComponent('@a')}`);
    expect([id.status, await id.text()]).toEqual([400, expect.stringContaining('must not start with @')]);
    expect((await call('GET', 'nothing')).status).toBe(404);
    expect((await call('PUT', 'instances/a')).status).toBe(404);
  });

  it('waits for the end when asked to', async () => {
    const response = await call('POST', 'orchestrators/chain', '&timeout=5&pollingInterval=0.01');
    expect([response.status, await response.json()]).toEqual([200, ['Hello Ann!', 'Hello Bob!']]);
  });

  it('shows a failure that it waited for like a status query, and refuses to poll more rarely than it waits', async () => {
    const failed = await call(
      'POST',
      'orchestrators/nobody-knows',
      '&timeout=5&pollingInterval=0.01&showHistory=true',
    );
    expect([failed.status, await failed.json()]).toEqual([
      200,
      expect.objectContaining({ runtimeStatus: 'Failed', historyEvents: expect.any(Array) }),
    ]);
    const refused = await call('POST', 'orchestrators/chain', '&timeout=1&pollingInterval=2');
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({
        ExceptionMessage: 'Total timeout 1 should be bigger than retry timeout 2',
        ExceptionType: 'System.ArgumentException',
      }),
    ]);
  });

  it('takes the key as a header too, a slash at the end, and statuses by number', async () => {
    await host.start('chain', { instanceId: 'done' });
    await host.start('approval', { instanceId: 'open' });
    await host.settle();
    const headers = { 'x-functions-key': 'local-system-key' };
    expect((await host.http(`${BASE}/instances/done/`, { headers })).status).toBe(200);
    const list = await host.http(`${BASE}/instances?runtimeStatus=1`, { headers });
    expect(await list.json()).toEqual([expect.objectContaining({ instanceId: 'done' })]);
  });

  it.each([
    ['not JSON', 'not json', 'Unexpected character encountered while parsing value: n.'],
    ['markup', '<a/>', 'Unexpected character encountered while parsing value: <.'],
    ['nothing', '', 'Error reading JToken from JsonReader.'],
  ])(
    "names what is wrong with an event's body that is %s in the parser's words",
    async (_what, body, words) => {
      await host.start('approval', { instanceId: 'a' });
      await host.settle();
      const response = await host.http(`${BASE}/instances/a/raiseEvent/Go?${KEY}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      expect(await response.json()).toMatchObject({
        ExceptionMessage: `${words} Path '', line 0, position 0.`,
      });
    },
  );

  it.each([
    ['5 of them', 5],
    ['true story', true],
    ['null and void', null],
    ['5of', '5of'],
    ['no more', 'no more'],
    ['', ''],
  ])("reads the reason %j as the extension's parser does, up to the first value", async (reason, output) => {
    await host.start('approval', { instanceId: 'a' });
    await host.settle();
    await call('POST', 'instances/a/terminate', `&reason=${encodeURIComponent(reason)}`);
    expect(host.status('a')?.output).toEqual(output);
  });

  it('leaves out inputs and outputs that were not asked for', async () => {
    await host.start('fanOut', { instanceId: 'a', input: [1] });
    await host.settle();
    const shown = (await (
      await call('GET', 'instances/a', '&showInput=false&showHistory=true')
    ).json()) as Record<string, unknown>;
    expect(shown['input']).toBeNull();
    expect(JSON.stringify(shown['historyEvents'])).not.toMatch(/"(?:Input|Result)"/);
  });
});
