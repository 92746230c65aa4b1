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
