import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { guid } from '../../shared/state/builders';
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

const line = (n: number, changes: object = {}) => ({
  id: guid(n),
  home: 'contoso.com',
  partner: 'contoso',
  state: 'observed',
  existedBefore: true,
  groups: [],
  host: null,
  licence: null,
  sponsor: null,
  ...changes,
});

describe('gatehouse inventory', () => {
  beforeEach(() => {
    cli.answers.set('GET inventory', {
      body: { guests: [line(1), line(2, { state: 'ready' })], next: 'more' },
    });
    cli.answers.set('GET inventory?continue=more', {
      body: { guests: [line(3, { home: '=cmd()', groups: [guid(7), guid(8)] })], next: null },
    });
  });

  it('counts every page by home, and fits 80 columns', async () => {
    const { text, code } = await cli.run(['inventory']);
    expect(text).toMatch(/contoso\.com +2 +2 +1 +0/);
    expect(text).toContain('3 guest(s) in all.');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  it('counts a guest in each of its groups', async () => {
    const { text } = await cli.run(['inventory', '--by', 'group']);
    expect(text).toContain('(none)');
    expect(text).toContain(guid(7));
    expect(text).toContain(guid(8));
  });

  it('writes CSV that no spreadsheet takes for a formula', async () => {
    const { text } = await cli.run(['inventory', '--csv']);
    expect(text.split('\r\n')).toHaveLength(4);
    expect(text).toContain("'=cmd()");
  });
});

describe('gatehouse partner mode', () => {
  const change = {
    from: { mode: { kind: 'observe' }, enrol: { rule: 'new-only' } },
    to: { mode: { kind: 'pilot', guests: [guid(1)] }, enrol: { rule: 'new-only' } },
    guests: [{ id: guid(1), state: 'observed', before: 'observe', after: null }],
    unchanged: 4,
    hash: 'a'.repeat(64),
  };

  it('shows the difference and its hash, and asks for nothing else', async () => {
    cli.answers.set('POST partners/contoso/mode/preview', { body: change });
    const { text } = await cli.run(['partner', 'mode', 'contoso', 'pilot', '--guests', guid(1)]);
    expect(text).toContain('from observe, enrol new-only to pilot (1), enrol new-only');
    expect(text).toContain(`--hash ${change.hash}`);
    expect(cli.asked.map(({ path }) => path)).toEqual(['partners/contoso/mode/preview']);
    expect(cli.asked[0]?.body).toEqual({ mode: { kind: 'pilot', guests: [guid(1)] } });
  });

  it('takes the step that its hash names, and tells the way back', async () => {
    cli.answers.set('POST partners/contoso/mode', { body: { ...change, waves: 1 } });
    const args = ['--guests', guid(1), '--hash', change.hash, '--reason', 'the pilot begins'];
    const { text, code } = await cli.run(['partner', 'mode', 'contoso', 'pilot', ...args]);
    expect(text).toContain('gatehouse partner mode contoso observe --enrol new-only');
    expect(code).toBe(0);
  });
});

describe('gatehouse partner adopt', () => {
  const GROUP = guid(7);
  const shown = {
    step: 'adopt',
    partner: 'contoso',
    group: GROUP,
    kind: 'access-group',
    guests: [
      { id: guid(1), reason: 'entitled', groups: [GROUP], hosts: [guid(3)], isDone: false },
      { id: guid(2), reason: 'unexplained', groups: [GROUP], hosts: [], isDone: false },
    ],
    left: [{ id: guid(4), because: 'no external user: kept, and none of Gatehouse’s business' }],
    nestedOnly: [guid(5)],
    others: 1,
    roles: [{ scope: '/subscriptions/s/resourceGroups/g', roleId: guid(6) }],
    hash: 'b'.repeat(64),
  };

  it('shows members, hosts and roles, who is unexplained and who is left, in 80 columns', async () => {
    cli.answers.set('POST partners/contoso/adoption/preview', { body: shown });
    const { text, code } = await cli.run(['partner', 'adopt', 'contoso', '--group', GROUP]);
    expect(text).toContain('2 guest(s) change, with 1 host(s)');
    expect(text.replace(/\s+/g, ' ')).toContain('1 are unexplained');
    expect(text).toContain(`--hash ${shown.hash}`);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
    expect(cli.asked.map(({ body }) => body)).toEqual([{ step: 'adopt', group: GROUP }]);
  });

  it('does what its hash names, and is not well where a run was at work', async () => {
    cli.answers.set('POST partners/contoso/adoption', { body: { ...shown, busy: [guid(1)] } });
    const args = ['--group', GROUP, '--hash', shown.hash, '--reason', 'here since 2024'];
    const { text, code } = await cli.run(['partner', 'adopt', 'contoso', ...args]);
    expect(text).toContain('Repeat the command in a minute');
    expect(code).toBe(1);
  });

  it('takes ownership of some hosts only', async () => {
    const body = { ...shown, step: 'take-ownership', group: null, kind: null, roles: null };
    cli.answers.set('POST partners/contoso/adoption/preview', { body });
    await cli.run(['partner', 'adopt', 'contoso', '--take-ownership', '--hosts', `${guid(3)},${guid(4)}`]);
    expect(cli.asked[0]?.body).toEqual({ step: 'take-ownership', hosts: [guid(3), guid(4)] });
  });
});
