import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { hostFixture } from '../support/host-fixture';

const echo = async (request: HttpRequest): Promise<HttpResponseInit> => ({
  jsonBody: {
    url: request.url,
    params: request.params,
    query: [...request.query],
    list: request.headers.get('x-list'),
    text: await request.text(),
  },
});

interface Echo {
  url: string;
  params: Record<string, string>;
  query: [string, string][];
  list: string | null;
  text: string;
}

/** Sends exactly these header lines, which fetch would not. */
function send(url: string, method: string, headers: string[], chunks: string[]): Promise<Echo> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(JSON.parse(text) as Echo));
    });
    request.on('error', reject);
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

describe('an HTTP request', () => {
  const { start } = hostFixture();
  const routes = (): void => {
    app.http('echo', { route: 'echo/{*rest}', methods: ['GET', 'POST'], handler: echo });
    app.http('bytes', {
      methods: ['POST'],
      handler: async (request) => ({ body: await request.arrayBuffer() }),
    });
    app.http('read', { route: 'items/{id:int}', methods: ['GET'], handler: () => ({ body: 'read' }) });
    app.http('write', { route: 'items/{id:int}', methods: ['PUT'], handler: () => ({ body: 'written' }) });
    app.http('named', { route: 'items/{name}', methods: ['GET'], handler: () => ({ body: 'named' }) });
    app.timer('hourly', { schedule: '01:00:00', handler: () => undefined });
  };

  it('arrives with repeated headers and query keys joined by commas, keys compared without case', async () => {
    const { url } = await start({ entry: routes });
    const headers = ['X-List', 'one', 'x-list', 'two', 'Host', 'example.test'];
    const got = await send(`${url}/api/echo?a=1&A=2&b=x+y&c`, 'GET', headers, []);
    expect(got.list).toBe('one,two');
    expect(got.query).toEqual([
      ['a', '1,2'],
      ['b', 'x y'],
      ['c', ''],
    ]);
    expect(got.url).toBe('http://example.test/api/echo?a=1&A=2&b=x+y&c');
  });

  it('arrives with its route values decoded, an encoded slash left alone', async () => {
    const { url } = await start({ entry: routes });
    const got = (await (await fetch(`${url}/api/Echo/a%20b/c%2Fd`)).json()) as Echo;
    expect(got.params).toEqual({ rest: 'a b/c%2Fd' });
  });

  it('arrives without a body when it is sent in chunks, as on the recorded host', async () => {
    const { url } = await start({ entry: routes });
    const chunked = await send(
      `${url}/api/echo`,
      'POST',
      ['Host', 'h', 'Transfer-Encoding', 'chunked'],
      ['some', 'text'],
    );
    expect(chunked.text).toBe('');
    const whole = await send(
      `${url}/api/echo`,
      'POST',
      ['Host', 'h', 'Content-Length', '8'],
      ['some', 'text'],
    );
    expect(whole.text).toBe('sometext');
  });

  it('keeps large binary bodies byte for byte, both ways', async () => {
    const { url } = await start({ entry: routes });
    const body = Buffer.alloc(20_000_000, Buffer.from(Array.from({ length: 256 }, (_, index) => index)));
    const response = await fetch(`${url}/api/bytes`, { method: 'POST', body });
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
  });

  it('is refused with 413 when it says it is larger than the host takes', async () => {
    const { url } = await start({ entry: routes });
    const status = await new Promise((resolve) => {
      const request = httpRequest(`${url}/api/bytes`, {
        method: 'POST',
        headers: { 'content-length': 200_000_000 },
      });
      request.on('response', (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', () => undefined);
      request.write('a');
    });
    expect(status).toBe(413);
  });

  it('finds the function by method and by constraint, and nothing is 404', async () => {
    const { url } = await start({ entry: routes });
    const answer = async (method: string, path: string): Promise<[number, string]> => {
      const response = await fetch(`${url}/api/${path}`, { method });
      return [response.status, await response.text()];
    };
    expect(await answer('GET', 'items/7')).toEqual([200, 'read']);
    expect(await answer('PUT', 'items/7')).toEqual([200, 'written']);
    expect(await answer('GET', 'items/seven')).toEqual([200, 'named']);
    expect(await answer('PUT', 'items/seven')).toEqual([404, '']);
    expect(await answer('GET', 'items')).toEqual([404, '']);
    expect(await answer('GET', 'items/7/')).toEqual([200, 'read']);
  });

  it('goes to the root when the route prefix is empty', async () => {
    const { url } = await start({
      env: { AzureFunctionsJobHost__extensions__http__routePrefix: '' },
      entry: () => app.get('bare', () => ({ body: 'bare' })),
    });
    expect(await (await fetch(`${url}/bare`)).text()).toBe('bare');
    expect((await fetch(`${url}/api/bare`)).status).toBe(404);
  });

  it('to the admin API runs a function by hand, and only one without a route', async () => {
    let runs = 0;
    const { host, url } = await start({
      entry: () => {
        app.timer('hourly', { schedule: '01:00:00', handler: () => void (runs += 1) });
        app.get('routed', () => ({}));
      },
    });
    const post = (name: string, body = '{"input":""}'): Promise<Response> =>
      fetch(`${url}/admin/functions/${name}`, { method: 'POST', body });
    expect((await post('HOURLY')).status).toBe(202);
    await host.invoker.whenIdle();
    expect(runs).toBe(1);
    expect((await post('routed')).status).toBe(400);
    expect((await post('hourly', 'no json')).status).toBe(400);
    expect((await post('nobody')).status).toBe(404);
    const status = (await (await fetch(`${url}/admin/host/status`)).json()) as { state: string };
    expect(status.state).toBe('Running');
  });

  it('of one host does not see another host that ran the same app before', async () => {
    const entry = routes;
    const first = await start({ entry });
    await first.host.stop();
    const second = await start({ entry });
    expect(second.host.functions.map(({ name }) => name)).toEqual(
      first.host.functions.map(({ name }) => name),
    );
    expect(await (await fetch(`${second.url}/api/items/1`)).text()).toBe('read');
  });
});
