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

const outcome = {
  ...{ wave: 3, inFlight: [] as string[], changed: 2, alreadyTrue: 1, made: { ensurePersonalHost: 2 } },
  ...{ blocked: 0, removals: 0 },
  ...{ unconfirmed: [] as object[], failed: [] as object[], skipped: [] as object[] },
};
const started = (state: string, changes: object = {}) => ({
  ...view('will-create'),
  record: {
    ...record,
    state,
    start: { by: guid(9, 'e'), at: NOON, reason: 'two hosts were added', ticket: null, inputs: [] },
  },
  outcome: { ...outcome, ...changes },
});
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('gatehouse replay run', () => {
  const RUN = ['replay', 'run', ID, '--reason', 'two hosts were added'];
  /** Answers of the API, one for each look. */
  const looks = (...views: object[]) => {
    cli.answers.set(`POST replays/${ID}/run`, { body: started('running') });
    cli.answers.set(`GET replays/${ID}`, { body: view('will-create') });
    cli.answers.set(
      `GET replays/${ID}/progress`,
      views.map((body) => ({ body })),
    );
  };

  it('sends the hash of the plan it read, tells how far it is, and ends with what it came to', async () => {
    looks(started('running', { inFlight: [guid(1)] }), started('finished'));
    const { text, notes, code } = await cli.run([...RUN, '--ticket', 'CHG-1']);
    expect(cli.asked.find(({ path }) => path.endsWith('/run'))?.body).toEqual({
      ...{ hash: 'f'.repeat(64), reason: 'two hosts were added', ticket: 'CHG-1', inputs: {} },
    });
    expect(notes).toContain('running: 0/1 resolved');
    expect(flat(text)).toContain('Changed, and observed: 2 guest(s) (ensurePersonalHost 2)');
    expect(flat(text)).toContain('Already as planned, and observed: 1 guest(s)');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  it.each(['unconfirmed', 'failed', 'skipped'])(
    'ends with 1 where somebody is %s, and says why',
    async (how) => {
      looks(started('finished', { [how]: [{ id: guid(1), because: 'no-free-host' }] }));
      const { text, code } = await cli.run(RUN);
      expect(flat(text)).toContain(`guest ${guid(1)}: no-free-host`);
      expect(code).toBe(1);
    },
  );

  it('ends when it halts, with what halted it and what to do next', async () => {
    const halted = started('paused', { failed: [{ id: guid(1), because: 'no-free-host' }] });
    const remark = 'halted by itself: 1 of 1 guest(s) that ended were not resolved, more than 20 %';
    looks({ ...halted, record: { ...halted.record, remark } });
    const { text, code } = await cli.run(RUN);
    expect(flat(text)).toContain(remark);
    expect(flat(text)).toContain(`gatehouse replay resume ${ID}`);
    expect(code).toBe(1);
  });

  it('passes on what is given, and takes nothing that is not step.field=value', async () => {
    looks(started('finished'));
    await cli.run([...RUN, '--input', 'ensurePersonalHost.host=avd-7', '--json']);
    expect(cli.asked.find(({ path }) => path.endsWith('/run'))?.body).toMatchObject({
      inputs: { 'ensurePersonalHost.host': 'avd-7' },
    });
    await expect(cli.run([...RUN, '--input', 'avd-7'])).rejects.toThrow('step.field=value');
  });

  it('starts it and goes away with --no-wait', async () => {
    looks();
    expect(flat((await cli.run([...RUN, '--no-wait'])).text)).toContain(`gatehouse replay watch ${ID}`);
  });

  it.each([
    ['approve', ['--hash', 'f'.repeat(64)], { hash: 'f'.repeat(64) }],
    ['pause', ['--reason', 'wait'], { reason: 'wait', ticket: null }],
    ['resume', ['--reason', 'go on'], { reason: 'go on', ticket: null }],
    ['stop', ['--reason', 'enough'], { reason: 'enough', ticket: null }],
  ])('is steered by %s', async (verb, args, body) => {
    cli.answers.set(`POST replays/${ID}/${verb}`, { body: started('paused') });
    expect((await cli.run(['replay', verb, ID, ...args])).code).toBe(0);
    expect(cli.asked).toMatchObject([{ path: `replays/${ID}/${verb}`, body }]);
  });
});
