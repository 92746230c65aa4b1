import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { registerHttpReturns } from '../apps/http-returns';
import { hostFixture } from '../support/host-fixture';

const RECORDINGS = resolve(__dirname, '../../../../../shared/goldens/s5_http_returns.json');

interface Recorded {
  req: { method: string; url: string; body?: unknown };
  res: {
    status: number;
    statusText: string;
    headers: Record<string, string>;
    body: unknown;
    bodyText?: string;
  };
}

/** These three differ for the reasons docs/embedded-host.md gives: function keys, and the start page. */
const DIFFERENT = new Set(['keyed', 'root']);

/** What a test can be held to when the recordings are not at hand: status and body of each kind of answer. */
const KNOWN: Record<string, [status: number, body: string]> = {
  undef: [204, ''],
  null: [204, ''],
  string: [500, ''],
  number: [500, ''],
  bool: [500, ''],
  emptyobj: [200, ''],
  bareobj: [200, ''],
  array: [200, ''],
  json: [200, '{"a":1}'],
  jsonnull: [200, ''],
  json201: [201, '[1]'],
  body: [200, 'text body'],
  buffer: [200, '\u0001\u0002\u0003'],
  objbody: [200, '[object Object]'],
  s204: [204, ''],
  s404: [404, 'nope'],
  resp: [202, '{"r":1}'],
  ctype: [200, '<a/>'],
  cookie: [200, 'c'],
  throw: [500, ''],
  throwstr: [500, ''],
  status0: [500, ''],
  statusstr: [418, ''],
};

describe('what an HTTP function may give back', () => {
  const { start } = hostFixture();

  it('is answered by kind: nothing is 204, what is no response is 500, a throw is 500', async () => {
    const { url } = await start({ entry: registerHttpReturns });
    const answers: Record<string, [number, string]> = {};
    for (const kind of Object.keys(KNOWN)) {
      const response = await fetch(`${url}/api/h/${kind}`);
      answers[kind] = [response.status, await response.text()];
    }
    expect(answers).toEqual(KNOWN);
  });

  it('is answered as the recordings of the real host say, header by header', async () => {
    if (!existsSync(RECORDINGS)) {
      process.stderr.write(`SKIPPED: no recordings at ${RECORDINGS}\n`);
      return;
    }
    const { url } = await start({ entry: registerHttpReturns });
    const recordings = JSON.parse(readFileSync(RECORDINGS, 'utf8')) as Record<string, Recorded>;
    const differences: unknown[] = [];
    for (const [name, { req, res }] of Object.entries(recordings)) {
      if (DIFFERENT.has(name)) continue;
      const origin = new URL(req.url).origin;
      const got = await answerOf(req, req.url.replace(origin, url), origin, url);
      const headers = withoutDate(res.headers);
      const expected = {
        status: res.status,
        statusText: res.statusText,
        headers,
        text: res.bodyText ?? textOf(res.body),
      };
      if (JSON.stringify(sorted(got)) !== JSON.stringify(sorted(expected)))
        differences.push({ name, got, expected });
    }
    expect(differences).toEqual([]);
    expect(Object.keys(recordings).length).toBeGreaterThan(20);
  });
});

async function answerOf(req: Recorded['req'], target: string, origin: string, url: string): Promise<object> {
  const text = typeof req.body === 'string' ? req.body : JSON.stringify(req.body);
  const isEcho = target.includes('/h/req');
  const response = await fetch(target, {
    method: req.method,
    ...(req.body === undefined ? {} : { body: text }),
    headers: isEcho
      ? { 'content-type': 'application/json', 'x-custom': 'V', 'accept-encoding': 'gzip, deflate' }
      : {},
  });
  const headers = withoutDate(Object.fromEntries(response.headers));
  const body = (await response.text())
    .replaceAll(url, origin)
    .replaceAll(new URL(url).host, new URL(origin).host);
  return { status: response.status, statusText: response.statusText, headers, text: body };
}

function withoutDate(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'date'));
}

function textOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'text' in body
    ? String(body.text)
    : JSON.stringify(body);
}

function sorted(answer: object): unknown {
  return JSON.parse(JSON.stringify(answer), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => one.localeCompare(other)))
      : value,
  );
}
