import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEntryView } from '../../../shared/domain/admin-api/audit-view';
import { chained } from '../../../shared/domain/chain';
import { guid, ledgerFact, NOON, subject } from '../../shared/state/builders';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

let cli: CliUnderTest;
let entries: AuditEntryView[];
beforeAll(async () => {
  cli = await cliUnderTest();
});
beforeEach(() => {
  cli.asked.length = 0;
  cli.answers.clear();
  entries = [];
  for (const n of [1, 2, 3])
    entries.unshift(
      chained(
        {
          opId: `op-${n}`,
          at: NOON,
          actor: { kind: 'person' as const, id: guid(9, 'e') },
          action: 'put-policy',
          target: 'partner/contoso',
          plan: null,
          reason:
            n === 2 ? '=HYPERLINK("https://evil.example")' : 'a new partner of the procurement department',
          ticket: 'CHG-1',
          result: n === 3 ? ('refused' as const) : ('done' as const),
          detail: null,
        },
        entries[0],
      ),
    );
});
afterAll(() => cli.stop());

const answer = (path: string, body: unknown) => cli.answers.set(`GET ${path}`, { body });
const heads = (...all: { seq: number; hash: string }[]) =>
  answer('audit/heads', { heads: all.map((head) => ({ ...head, at: NOON })) });
const verify = async (all: unknown[]) => {
  answer('audit?top=1000', { entries: all, next: null });
  return cli.run(['audit', 'verify']);
};

describe('gatehouse audit list', () => {
  it('says who did what, when, why and with what result, within 80 columns', async () => {
    answer('audit?top=2', { entries: entries.slice(0, 2), next: 'more' });
    const { text, code } = await cli.run(['audit', 'list', '--top', '2']);
    expect(text).toMatch(/2026-09-01 12:00Z put-policy partner\/contoso: REFUSED\n +by person e0000000/);
    expect(text).toContain('ticket CHG-1');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  it('asks the service for what fits', async () => {
    answer('audit?since=2026-09-01&actor=a&action=b&target=partner%2Fc&top=50', { entries: [], next: null });
    const filter = ['--since', '2026-09-01', '--actor', 'a', '--action', 'b', '--target', 'partner/c'];
    expect((await cli.run(['audit', 'list', ...filter])).text).toBe('Nothing that fits was done.');
    await expect(cli.run(['audit', 'list', '--top', 'all'])).rejects.toThrow('whole number');
  });
});

describe('gatehouse audit verify', () => {
  it('ends with 0 where the chain is whole, and says what proves it', async () => {
    heads(entries[1]!);
    const { text, code } = await verify(entries);
    expect(text).toMatch(/^Whole: /);
    expect(text).toContain('1 of 1 kept head(s)');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'last was kept 2026-09-01 12:00Z and proves entries up to 2.',
    );
    expect(code).toBe(0);
  });

  it.each([
    [
      'an edit',
      (all: AuditEntryView[]) => all.map((one) => (one.seq === 2 ? { ...one, reason: 'x' } : one)),
      /entry 2 was edited/,
    ],
    ['a removal', (all: AuditEntryView[]) => all.filter(({ seq }) => seq !== 2), /entry 2 removed/],
    ['a reorder', ([a, b, c]: AuditEntryView[]) => [b, a, c], /entry 3 lies where another belongs/],
    ['a cut tail', (all: AuditEntryView[]) => all.slice(1), /entry 3 cut off the end/],
  ])('finds and locates %s, and ends with 1', async (_what, forge, says) => {
    heads(entries[0]!);
    const { text, code } = await verify(forge(entries));
    expect(text).toMatch(/^BROKEN: /);
    expect(text).toMatch(says);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(1);
  });

  it('admits that without a kept head a cut tail would not show', async () => {
    heads();
    expect((await verify(entries.slice(1))).text).toContain('No head of it has been kept elsewhere yet');
  });

  it('verifies the ledger of one subject against its anchored head', async () => {
    const ledger = [chained(ledgerFact(subject(1), 'one'), undefined)];
    const anchored = { seq: 2, hash: 'f'.repeat(64), at: NOON };
    answer(`ledgers/guest/${guid(1)}`, { entries: ledger, anchored: { ...ledger[0], at: NOON } });
    expect((await cli.run(['audit', 'verify', '--subject', `guest/${guid(1)}`])).code).toBe(0);
    answer(`ledgers/guest/${guid(1)}`, { entries: ledger, anchored });
    const { text, code } = await cli.run(['audit', 'verify', '--subject', `guest/${guid(1)}`]);
    expect([code, text]).toEqual([1, expect.stringContaining('entry 2 cut off the end')]);
    expect(widest(text)).toBeLessThanOrEqual(80);
    await expect(cli.run(['audit', 'verify', '--subject', '../partners'])).rejects.toThrow('takes a kind');
  });

  it('gives programs the findings', async () => {
    heads(entries[0]!);
    answer('audit?top=1000', { entries: entries.slice(1), next: null });
    const { text } = await cli.run(['audit', 'verify', '--json']);
    expect(JSON.parse(text)).toMatchObject({ isWell: false, findings: [{ kind: 'cut', from: 3, to: 3 }] });
  });
});

describe('gatehouse audit export', () => {
  it('writes CSV that runs no formula', async () => {
    answer('audit?top=1000', { entries, next: null });
    const [head, ...rows] = (await cli.run(['audit', 'export'])).text.split('\r\n');
    expect(head).toMatch(/^seq,at,actorKind,actor,action,target/);
    expect(rows[1]).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    expect(rows).toHaveLength(3);
  });

  it('writes JSON that can be verified elsewhere', async () => {
    answer('audit?top=1000', { entries, next: null });
    expect(JSON.parse((await cli.run(['audit', 'export', '--json'])).text)).toEqual(entries);
  });
});
