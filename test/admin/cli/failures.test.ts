import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { failure, NOON, subject, guid } from '../../shared/state/builders';
import { causesOf } from '../../../shared/domain/failure-cause';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

let cli: CliUnderTest;
beforeAll(async () => {
  cli = await cliUnderTest();
});
beforeEach(() => cli.answers.clear());
afterAll(() => cli.stop());

const PRINT = '0f3a5c7e9b1d2f46';
const evidence = {
  entry: { seq: 7, step: 'ensurePersonalHost', at: NOON, hash: 'h' },
  seen: { step: 'ensureMember', at: NOON, evidence: { changed: true } },
};
const FAILURES = [1, 2].map((n) =>
  failure(PRINT, `guest-${guid(n)}`, { subject: subject(n), evidence, message: 'no free host in 1 pool(s)' }),
);
const [CAUSE] = causesOf(FAILURES);

describe('gatehouse failures', () => {
  it('tells one cause of two failures, its evidence, what would mend it, and ends with 1', async () => {
    cli.answers.set('GET failures', { body: { causes: [CAUSE] } });
    const { text, code } = await cli.run(['failures']);
    expect(text).toContain('1 cause(s); they hold up 2 guest(s).');
    expect(text).toContain('Stops   2 guest(s) of contoso, since 2026-09-01 12:00Z');
    expect(text).toContain('ledger entry 7 (ensurePersonalHost');
    expect(text).toContain('grant GroupMember.ReadWrite.All');
    expect(text).toContain(`gatehouse replay plan ${PRINT}`);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(1);
  });

  it('says so and ends with 0 where nothing is stuck', async () => {
    cli.answers.set('GET failures', { body: { causes: [] } });
    expect(await cli.run(['failures'])).toMatchObject({ text: 'Nothing is stuck.', code: 0 });
  });

  it('shows one cause with its evidence and whom it stops', async () => {
    cli.answers.set(`GET failures/${PRINT}`, { body: { ...CAUSE, failures: FAILURES, isCutShort: false } });
    const { text, code } = await cli.run(['failures', 'show', PRINT]);
    expect(text).toContain('"changed": true');
    expect(text).toMatch(new RegExp(`guest ${guid(2)} +forbidden +contoso`));
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(1);
  });

  it('lists those of a partner since a time, as JSON too', async () => {
    const path = `GET open-failures?partner=contoso&since=${encodeURIComponent(NOON)}`;
    cli.answers.set(path, { body: { failures: FAILURES, next: null } });
    const args = ['failures', 'list', '--partner', 'contoso', '--since', NOON];
    expect((await cli.run(args)).text).toContain('2 open failure(s).');
    expect(JSON.parse((await cli.run([...args, '--json'])).text)).toHaveLength(2);
  });

  it('names the command that closes a message, which no replay can', async () => {
    const message = failure(PRINT, 'message-1', { subject: null, resource: 'message' });
    cli.answers.set('GET failures', { body: { causes: causesOf([message]) } });
    expect((await cli.run(['failures'])).text).toContain(`${PRINT} KEY --reason`);
    cli.answers.set(`POST failures/${PRINT}/dismiss`, { body: message });
    const args = ['failures', 'dismiss', PRINT, 'message-1', '--reason', 'a test of the sender'];
    expect(await cli.run(args)).toMatchObject({ text: `Closed: ${message.message}`, code: 0 });
    expect(cli.asked.at(-1)?.body).toMatchObject({ key: 'message-1', reason: 'a test of the sender' });
  });
});
