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
const record = {
  id: ID,
  kind: 'replay',
  partner: null,
  hash: 'f'.repeat(64),
  createdBy: guid(9, 'e'),
  createdAt: NOON,
  expiresAt: NOON,
  needsApproval: true,
  state: 'proposed',
  approval: null,
  start: null,
  remark: null,
  progress: { total: 1, done: 0, unconfirmed: 0, failed: 0, skipped: 0 },
};
const view = (verdict: string) => ({
  record,
  subjects: 1,
  blocked: verdict === 'blocked' ? 1 : 0,
  alreadyTrue: 0,
  removing: 0,
  verdicts: {},
  halt: { share: 0.2, removals: 20 },
  outcome: null,
  plan: [
    {
      subject: { kind: 'guest', id: guid(1) },
      basis: '',
      run: 3,
      steps: [
        { step: 'ensurePersonalHost', verdict, on: guid(1), because: 'none is free', isReversible: true },
      ],
    },
  ],
});

describe('gatehouse replay plan', () => {
  it.each([
    ['0f3a5c7e9b1d2f46', { kind: 'fingerprint', fingerprint: '0f3a5c7e9b1d2f46' }],
    [
      `0f3a5c7e9b1d2f46/guest-${guid(1)}`,
      { kind: 'failure', fingerprint: '0f3a5c7e9b1d2f46', key: `guest-${guid(1)}` },
    ],
    [guid(1), { kind: 'guest', guest: guid(1) }],
    ['ada@contoso.com', { kind: 'guest', guest: guid(7) }],
    ['contoso', { kind: 'partner', partner: 'contoso' }],
  ])('takes %s', async (what, of) => {
    cli.answers.set('POST guests/find', { body: { ids: [guid(7)] } });
    cli.answers.set('POST replays/plan', { status: 201, body: view('will-create') });
    cli.answers.set(`GET replays/${ID}`, { body: view('will-create') });
    expect((await cli.run(['replay', 'plan', what])).code).toBe(0);
    expect(cli.asked.find(({ path }) => path === 'replays/plan')?.body).toEqual({ of });
  });

  it('shows every step with its reason, the hash and that nothing changed, and ends with 1 if one is blocked', async () => {
    cli.answers.set('POST replays/plan', { status: 201, body: view('blocked') });
    cli.answers.set(`GET replays/${ID}`, { body: view('blocked') });
    const { text, code } = await cli.run(['replay', 'plan', 'contoso']);
    expect(text).toMatch(/BLOCKED +ensurePersonalHost none is free/);
    expect(text.replace(/\s+/g, ' ')).toContain('Planning changed nothing.');
    expect(text).toContain('f'.repeat(64));
    expect(text.replace(/\s+/g, ' ')).toContain('It needs the approval of another person first.');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(1);
  });
});
