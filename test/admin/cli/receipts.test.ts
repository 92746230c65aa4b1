import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { guid, NOON } from '../../shared/state/builders';
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

const ID = guid(5, 'b');
const RUN = `guest-${guid(1)}-7`;
const record = {
  id: ID,
  kind: 'undo',
  partner: 'contoso',
  hash: 'f'.repeat(64),
  createdBy: guid(9, 'e'),
  createdAt: NOON,
  expiresAt: NOON,
  needsApproval: false,
  state: 'proposed',
  approval: null,
  start: null,
  remark: null,
  progress: { total: 1, done: 0, unconfirmed: 0, failed: 0, skipped: 0 },
};
const step = (name: string, verdict: string, because: string) => ({
  step: name,
  verdict,
  on: guid(1),
  because,
  isReversible: true,
});
const view = (changes: object = {}, steps = [step('ensureMember', 'will-create', 'no direct member')]) => ({
  record,
  of: { kind: 'runs', runs: [RUN] },
  guests: 1,
  restoring: 1,
  leftAlone: 0,
  alreadySo: 0,
  willRestore: 1,
  cannot: 0,
  plan: [{ subject: { kind: 'guest', id: guid(1) }, basis: '', run: 8, steps }],
  failed: [],
  ...changes,
});
const told = (text: string) => text.replace(/\s+/g, ' ');

describe('gatehouse receipts undo', () => {
  it.each([[['receipts', 'undo', RUN]], [['receipts', 'undo', 'plan', RUN]]])(
    'plans with or without the word, and says what comes next: %s',
    async (words) => {
      cli.answers.set('POST undos/plan', { status: 201, body: view() });
      const { text, code } = await cli.run(words);
      expect(cli.asked.find(({ path }) => path === 'undos/plan')?.body).toEqual({ of: [RUN] });
      expect(text).toMatch(/will restore +ensureMember +no direct member/);
      expect(told(text)).toContain(`Next: gatehouse receipts undo run ${ID} --reason`);
      expect(widest(text)).toBeLessThanOrEqual(80);
      expect(code).toBe(0);
    },
  );

  it('says what is left alone and what cannot be undone, and ends with 1', async () => {
    const steps = [
      step('readGuestSituation', 'blocked', 'would be removed again because the guest is not entitled'),
      step('session-ended', 'blocked', 'a session that was ended does not come back'),
    ];
    cli.answers.set('POST undos/plan', {
      status: 201,
      body: view({ leftAlone: 1, restoring: 0, cannot: 1 }, steps),
    });
    const { text, code } = await cli.run(['receipts', 'undo', RUN]);
    expect(text).toMatch(/LEFT ALONE +readGuestSituation/);
    expect(text).toMatch(/CANNOT +session-ended/);
    expect(text).toContain('There is nothing to run.');
    expect(code).toBe(1);
  });

  it('runs exactly the plan it read, for a reason', async () => {
    cli.answers.set(`GET undos/${ID}`, { body: view() });
    cli.answers.set(`POST undos/${ID}/run`, { body: view() });
    const { code } = await cli.run([
      'receipts',
      'undo',
      'run',
      ID,
      '--reason',
      'a mistake',
      '--ticket',
      'CHG-2',
    ]);
    expect(cli.asked.at(-1)?.body).toEqual({ hash: record.hash, reason: 'a mistake', ticket: 'CHG-2' });
    expect(code).toBe(0);
  });
});

describe('gatehouse receipts list', () => {
  it('shows run by run what was changed for a guest, and how to undo it', async () => {
    const receipt = {
      change: 'member-removed',
      guest: guid(1),
      on: guid(2, 'd'),
      before: { isMember: true },
      after: { isMember: false },
      isReversible: true,
      reversibleUntil: null,
    };
    const runs = [{ run: RUN, at: NOON, changes: [{ run: RUN, at: NOON, receipt }] }];
    cli.answers.set(`GET guests/${guid(1)}/receipts`, { body: { guest: guid(1), partner: 'contoso', runs } });
    const { text } = await cli.run(['receipts', 'list', RUN]);
    expect(told(text)).toContain('member-removed');
    expect(told(text)).toContain(`gatehouse receipts undo ${RUN}`);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });
});
