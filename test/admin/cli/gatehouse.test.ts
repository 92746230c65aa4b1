import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommanderError } from 'commander';
import { csv } from '../../../admin/cli/csv';
import { gatehouseProgram } from '../../../admin/cli/gatehouse-program';

let server: Server;
let answer: { status: number; body: unknown };
let asked: { url: string; authorization: string | undefined }[];
let url: string;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function gatehouse(...args: string[]): Promise<{ text: string; code: number | undefined }> {
  const said: string[] = [];
  let code: number | undefined;
  const env = { GATEHOUSE_URL: url, GATEHOUSE_TOKEN: 'the-token' };
  const terminal = {
    print: (text: string) => void said.push(text),
    exitWith: (exit: number) => void (code = exit),
  };
  await gatehouseProgram(env, terminal).parseAsync(args, { from: 'user' });
  return { text: said.join('\n'), code };
}

const GUEST = 'a0000000-0000-4000-8000-000000000001';
const GROUP = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c01';
const NOON = '2026-09-01T12:00:00.000Z';
const status = (changes: object = {}) => ({
  isWell: true,
  at: NOON,
  path: 'webhook',
  subscriptions: [
    {
      id: 's-1',
      resource: 'users',
      state: 'active',
      createdAt: NOON,
      expiresAt: '2026-09-29T12:00:00.000Z',
      renewedAt: NOON,
      askedAt: NOON,
      lastNotificationAt: null,
    },
  ],
  sweeps: ['users', `group-${GROUP}`].map((name) => ({
    name,
    savedAt: NOON,
    lastRoundEndedAt: NOON,
    lagSeconds: 420,
    isLate: false,
    isFullRound: true,
    isUnderWay: true,
    pages: 1,
    entries: 2,
    hints: 1,
    resyncs: name === 'users' ? 2 : 0,
  })),
  partners: {
    polledAt: NOON,
    partners: { contoso: { crossTenant: 'present', organization: 'absent', entitlement: 'missed' } },
    unreadable: { 'connected organizations': `GET was answered 403: ${'grant the permission '.repeat(8)}` },
  },
  ...changes,
});
const change = (changes: object = {}) => ({
  guest: GUEST,
  group: null,
  fact: 'soft-deleted',
  verdict: 'missed',
  foundAt: NOON,
  foundBy: 'sweep',
  changedAt: null,
  notBefore: '2026-09-01T11:50:00.000Z',
  announcedAt: null,
  lateBySeconds: 600,
  isAtMost: true,
  ...changes,
});
const report = () => ({
  since: NOON,
  until: NOON,
  rowsLeftOff: 0,
  totals: {
    changesSwept: 2,
    announced: 1,
    late: 0,
    missed: 1,
    worstLateBySeconds: 600,
    notifications: 4,
    duplicates: 1,
    outOfOrder: 0,
    unnumbered: 0,
    leftOut: 0,
  },
  changes: [change(), change({ verdict: 'announced', fact: 'changed' })],
  odd: [{ guest: GUEST, group: null, verdict: 'out-of-order', at: NOON, by: 'event-grid', eventAt: null }],
});
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('gatehouse events status', () => {
  it('shows subscriptions, sweeps and partners within 80 columns, and ends with 0', async () => {
    answer = { status: 200, body: status() };
    const { text, code } = await gatehouse('events', 'status');
    for (const shown of [
      'users',
      'active, asked',
      '2026-09-29 12:00Z',
      'never',
      '7 min',
      `group-${GROUP} 7 min     in time 09-01 12:00Z full`,
      'users: a round is under way, 1 page(s), 2 entries so far.',
      'users: Graph forgot the place 2 time(s)',
      'contoso',
      'missed',
    ])
      expect(text).toContain(shown);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
    expect(asked).toEqual([{ url: '/api/events/status', authorization: 'Bearer the-token' }]);
  });

  it('ends with 1 where it is not well, and says so first', async () => {
    answer = { status: 200, body: status({ isWell: false, subscriptions: [], sweeps: [], partners: null }) };
    const { text, code } = await gatehouse('events', 'status');
    expect(text.startsWith('NOT WELL')).toBe(true);
    expect(code).toBe(1);
  });

  it('prints the API’s own document with --json', async () => {
    answer = { status: 200, body: status() };
    expect(JSON.parse((await gatehouse('events', 'status', '--json')).text)).toEqual(status());
  });
});

describe('gatehouse events report', () => {
  it('shows what was not announced in time and what was odd, within 80 columns', async () => {
    answer = { status: 200, body: report() };
    const { text } = await gatehouse('events', 'report', '--since', '12h');
    expect(asked[0]?.url).toBe('/api/events/report?since=12h');
    expect(text).toMatch(new RegExp(`09-01 12:00 ${GUEST} soft-deleted missed +<10 min`));
    expect(text).toContain('out-of-order');
    expect(text).not.toContain('announced  ');
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  it('prints CSV with a row for each change and each odd notification', async () => {
    answer = { status: 200, body: report() };
    const rows = (await gatehouse('events', 'report', '--csv')).text.split('\r\n');
    expect(rows).toHaveLength(4);
    expect(rows[1]).toBe(`change,${GUEST},,soft-deleted,missed,${NOON},,2026-09-01T11:50:00.000Z,,600,true`);
  });
});

describe('what goes wrong', () => {
  it('is told in the API’s own words', async () => {
    answer = { status: 403, body: { detail: 'this needs the app role Gatehouse.Reader' } };
    await expect(gatehouse('events', 'status')).rejects.toThrow(/403: this needs the app role/);
  });

  it('is told where something else answers, or nobody', async () => {
    answer = { status: 200, body: '<html>' };
    await expect(gatehouse('events', 'status')).rejects.toThrow('did not answer with JSON');
    url = 'http://127.0.0.1:1';
    await expect(gatehouse('events', 'status')).rejects.toThrow('does not answer');
  });

  it('is told where the arguments are wrong, which is not "not well"', async () => {
    for (const args of [
      ['events', 'report', '--json', '--csv'],
      ['events', 'state'],
      ['--sign-in', 'guess'],
    ])
      await expect(gatehouse(...args)).rejects.toBeInstanceOf(CommanderError);
    expect(asked).toEqual([]);
  });

  it('never shows the token', async () => {
    answer = { status: 401, body: {} };
    const failure: unknown = await gatehouse('events', 'status').catch((error: unknown) => error);
    expect(String(failure)).toContain('401');
    expect(String(failure)).not.toContain('the-token');
  });
});

describe('csv', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('defuses the formula %j', (text) => {
    expect(
      csv(['a'], [[text]])
        .split('\r\n')[1]
        ?.replace(/^"/, '')
        .startsWith("'"),
    ).toBe(true);
  });

  it('quotes what needs it and leaves numbers and empty fields as they are', () => {
    expect(csv(['a', 'b', 'c', 'd'], [['x,y', 'say "so"', -5, null]])).toBe(
      'a,b,c,d\r\n"x,y","say ""so""",-5,\r\n',
    );
  });
});
