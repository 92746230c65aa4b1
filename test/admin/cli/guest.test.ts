import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GuestStory } from '../../../shared/domain/admin-api/guest-view';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { guid, ledgerFact, NOON, subject } from '../../shared/state/builders';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

let cli: CliUnderTest;
beforeAll(async () => {
  cli = await cliUnderTest();
});
beforeEach(() => {
  cli.asked.length = 0;
  cli.answers.clear();
});
afterAll(() => cli.stop());

const story = (changes: Partial<GuestStory> = {}): GuestStory => ({
  ...EMPTY_GUEST_RECORD,
  id: guid(1),
  partner: 'contoso',
  state: 'held',
  told: null,
  fix: 'Add a session host to the pool, or declare a freed one clean.',
  wakeAt: '2026-09-01T13:00:00.000Z',
  run: `guest-${guid(1)}-2`,
  isRunning: false,
  reason: { code: 'no-free-host', message: 'no free host in 1 pool(s)' },
  checks: [
    { check: 'account', verdict: 'ok', observed: 'accepted, enabled', fix: null },
    {
      check: 'host-pool',
      verdict: 'blocked',
      observed: '0 free session host(s) in the pool of the partner',
      fix: 'Add a session host to the pool.',
    },
  ],
  timeline: [],
  ...changes,
});
const step = (run: number, seq: number, name: string, changes: object = {}) => ({
  ...ledgerFact(subject(1), `op-${seq}`, {
    run: `guest-${guid(1)}-${run}`,
    step: name,
    at: NOON,
    ...changes,
  }),
  seq,
  previousHash: '',
  hash: '',
});
const answer = (path: string, body: unknown, method = 'GET') =>
  cli.answers.set(`${method} ${path}`, { body });

describe('gatehouse guest list', () => {
  it('reads every page and fits 80 columns', async () => {
    answer('guests?state=held', { guests: [story()], next: 'more' });
    answer('guests?state=held&continue=more', {
      guests: [story({ id: guid(2), partner: null })],
      next: null,
    });
    const { text, code } = await cli.run(['guest', 'list', '--state', 'held']);
    expect(text).toMatch(new RegExp(`${guid(1)} held +contoso +no-free-host`));
    expect(text).toContain(guid(2));
    expect(text).toContain('2 guest(s): 2 held.');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  it('prints one JSON document of all pages', async () => {
    answer('guests?partner=contoso', { guests: [story()], next: 'more' });
    answer('guests?partner=contoso&continue=more', { guests: [story({ id: guid(2) })], next: null });
    const { text } = await cli.run(['guest', 'list', '--partner', 'contoso', '--json']);
    expect((JSON.parse(text) as { id: string }[]).map(({ id }) => id)).toEqual([guid(1), guid(2)]);
  });

  it('knows which states there are', async () => {
    await expect(cli.run(['guest', 'list', '--state', 'readdy'])).rejects.toThrow(/Allowed choices are new/);
  });
});

describe('gatehouse guest show', () => {
  it('gives one verdict with the failing link, the fix, and every step of every run', async () => {
    const timeline = [
      step(2, 3, 'readChecks', { outcome: 'refused', code: 'no-free-host', message: 'no free host' }),
      step(2, 2, 'ensureMember'),
      step(1, 1, 'readUser', { outcome: 'later', code: 'throttled', at: '2026-09-01T11:00:00.000Z' }),
    ];
    answer(`guests/${guid(1)}`, story({ timeline }));
    const { text, code } = await cli.run(['guest', 'show', guid(1).toUpperCase()]);
    const [head, verdict] = text.split('\n');
    expect(head).toBe(`Guest ${guid(1)} of contoso: HELD`);
    expect(verdict).toBe('HELD at host-pool: no free host in 1 pool(s) (no-free-host)');
    expect(text).toMatch(/To do +Add a session host/);
    expect(text).toMatch(/BLOCKED +host-pool +0 free session host/);
    expect(text.indexOf('Run 2')).toBeLessThan(text.indexOf('Run 1'));
    expect(text.indexOf('ensureMember')).toBeLessThan(text.indexOf('readChecks'));
    expect(text).toContain('no-free-host: no free host');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(1);
  });

  it.each([
    [
      'ready',
      { desktop: { kind: 'avd-personal', host: 'h', name: 'avd-1' }, acceptedToReadySeconds: 12 },
      /12 s from/,
    ],
    ['invited', { told: 'ready on acceptance' }, /not accepted yet; ready on acceptance/],
    [
      'ignored',
      { reason: { code: 'not-entitled', message: 'not in the group' } },
      /Not entitled.*not in the group/,
    ],
    ['crashed', {}, /CRASHED/],
    ['of a later release', {}, /does not know/],
  ])('says in words what %s means', async (state, changes, says) => {
    answer(
      `guests/${guid(1)}`,
      story({ state, reason: null, fix: null, checks: [], ...changes } as Partial<GuestStory>),
    );
    const { text, code } = await cli.run(['guest', 'show', guid(1)]);
    expect(text).toMatch(says);
    expect(code).toBe(state === 'crashed' ? 1 : 0);
  });

  it('finds a guest by mail without putting the address into a path', async () => {
    answer('guests/find', { ids: [guid(1)] }, 'POST');
    answer(`guests/${guid(1)}`, story());
    await cli.run(['guest', 'show', 'ada@contoso.com']);
    expect(cli.asked[0]).toMatchObject({ path: 'guests/find', body: { mail: 'ada@contoso.com' } });
    expect(cli.asked.map(({ path }) => path).join(' ')).not.toContain('ada');
  });

  it.each([
    [[], /Nobody in the directory/],
    [[guid(1), guid(2)], /Several users.*0001, .*0002/],
  ])('does not guess where an address is that of %j', async (ids, says) => {
    answer('guests/find', { ids }, 'POST');
    await expect(cli.run(['guest', 'show', 'ada@contoso.com'])).rejects.toThrow(says);
    await expect(cli.run(['guest', 'show', 'ada'])).rejects.toThrow(/object id/);
  });

  it('has colours where somebody looks, and none in a pipe or where they are not wanted', async () => {
    answer(`guests/${guid(1)}`, story());
    const coloured = async (isWatched: boolean, env = {}) =>
      (await cli.run(['guest', 'show', guid(1)], { isWatched }, env)).text.includes('\u001b[');
    expect([await coloured(true), await coloured(false), await coloured(true, { NO_COLOR: '1' })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('gatehouse partner', () => {
  it('lists partners, and shows a policy as a file is written', async () => {
    const policy = {
      partner: 'contoso',
      mode: { kind: 'pilot', guests: [guid(1)] },
      admitWhen: { rule: 'everyone' },
      desktops: [{ kind: 'avd-personal' }, { kind: 'windows-365' }],
      domains: ['contoso.com', 'contoso.nl'],
    };
    answer('partners', { partners: [policy] });
    answer('partners/contoso', policy);
    const { text } = await cli.run(['partner', 'list']);
    expect(text).toMatch(
      /contoso +pilot \(1\) +everyone +avd-personal +contoso\.com\n +windows-365 +contoso\.nl/,
    );
    expect((await cli.run(['partner', 'show', 'contoso'])).text).toContain('mode:\n  kind: pilot');
  });
});

describe('gatehouse health', () => {
  it.each([
    ['ok', 0, /Well/],
    ['degraded', 1, /DEGRADED[^]*gatehouse events status/],
  ])('that is %s ends with %i', async (status, exit, says) => {
    answer('health', { status });
    const { text, code } = await cli.run(['health']);
    expect([code, says.test(text)]).toEqual([exit, true]);
  });
});
