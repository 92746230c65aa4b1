import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GuestStory, TimelineEntry } from '../../../shared/domain/admin-api/guest-view';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { guid, ledgerFact, subject } from '../../shared/state/builders';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

let cli: CliUnderTest;
let nowMs: number;
beforeAll(async () => {
  cli = await cliUnderTest();
});
beforeEach(() => {
  cli.asked.length = 0;
  cli.answers.clear();
  nowMs = 0;
});
afterAll(() => cli.stop());

/** Time passes only while the command waits. */
const terminal = {
  now: () => new Date(nowMs),
  wait: (seconds: number) => Promise.resolve(void (nowMs += seconds * 1000)),
};
const step = (seq: number, name: string, run = 2, changes: Partial<TimelineEntry> = {}): TimelineEntry => ({
  ...ledgerFact(subject(1), `op-${seq}`, { run: `guest-${guid(1)}-${run}`, step: name }),
  seq,
  previousHash: '',
  hash: '',
  ...changes,
});
const story = (
  state: string,
  timeline: TimelineEntry[] = [],
  changes: Partial<GuestStory> = {},
): GuestStory => ({
  ...EMPTY_GUEST_RECORD,
  id: guid(1),
  partner: 'contoso',
  state,
  told: null,
  fix: null,
  wakeAt: null,
  run: `guest-${guid(1)}-2`,
  isRunning: state === 'working',
  timeline,
  ...changes,
});
const answers = (...all: (GuestStory | { status: number; body: unknown })[]) =>
  cli.answers.set(
    `GET guests/${guid(1)}`,
    all.map((one) => ('status' in one ? one : { body: one })),
  );
const watch = (...args: string[]) => cli.run(['guest', 'watch', guid(1), ...args], terminal);

describe('gatehouse guest watch', () => {
  it('prints each step of the run once, as it happens, and ends with the verdict', async () => {
    const old = step(1, 'stepOfAnEarlierRun', 1);
    answers(
      { status: 404, body: {} },
      story('invited', [old], { told: 'ready on acceptance', run: `guest-${guid(1)}-1` }),
      story('working', [step(2, 'ensureMember'), old]),
      { status: 500, body: {} },
      story('working', [
        step(3, 'ensureClient', 2, { outcome: 'later', code: 'client-pending' }),
        step(2, 'ensureMember'),
        old,
      ]),
      story('ready', [step(4, 'readBack'), step(3, 'ensureClient'), step(2, 'ensureMember'), old], {
        acceptedToReadySeconds: 12,
      }),
    );
    const { text, notes, code } = await watch();
    const steps = ['ensureMember', 'ensureClient', 'readBack'];
    expect(steps.map((name) => text.split(name).length - 1)).toEqual([1, 1, 1]);
    expect(text).toContain('client-pending');
    expect(text).toContain('READY');
    expect(text).toContain('12 s from acceptance');
    for (const note of [
      'Not seen yet',
      'Waiting for the guest to accept (ready on acceptance)',
      'asking again',
    ])
      expect(notes).toContain(note);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  it('shows the steps of the run that is under way when somebody begins to watch', async () => {
    answers(story('working', [step(2, 'ensureMember'), step(1, 'earlier', 1)]), story('ready'));
    const { text } = await watch();
    expect(text).toContain('ensureMember');
    expect(text).not.toContain('earlier');
  });

  it('ends with 1 where the guest is held, and says what to do', async () => {
    const reason = { code: 'no-free-host', message: 'no free host' };
    answers(story('held', [], { reason, fix: 'Add a session host.' }));
    const { text, code } = await watch();
    expect(text).toMatch(/HELD[^]*To do +Add a session host/);
    expect(code).toBe(1);
  });

  it('ends with 1 when the time is over, and waits no longer', async () => {
    answers(story('working'));
    const { text, code } = await watch('--timeout', '1');
    expect(text).toContain('Not ready after 1 min');
    expect(nowMs).toBe(60_000);
    expect(code).toBe(1);
    await expect(watch('--timeout', 'soon')).rejects.toThrow('number of minutes');
  });

  it('stops where it may not look', async () => {
    answers({ status: 403, body: { detail: 'this needs the app role' } });
    await expect(watch()).rejects.toThrow('needs the app role');
  });

  it('gives programs a document on each line', async () => {
    answers(story('working', [step(2, 'ensureMember')]), story('ready', [step(2, 'ensureMember')]));
    const lines = (await watch('--json')).text.split('\n').map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([{ step: 'ensureMember' }, { id: guid(1), isReady: true }]);
  });
});

describe('gatehouse guest invite', () => {
  const invited = { id: guid(1), partner: 'contoso', sponsor: guid(5), isAccepted: false };

  it('sends what was said, and shows how to follow the guest', async () => {
    cli.answers.set('POST guests/invite', { status: 201, body: invited });
    const args = ['--reason', 'New supplier', '--ticket', 'CHG-17', '--language', 'nl-NL', '--no-mailed'];
    const { text, code } = await cli.run(['guest', 'invite', 'ada@contoso.com', ...args]);
    expect(cli.asked[0]?.body).toEqual({
      mail: 'ada@contoso.com',
      reason: 'New supplier',
      ticket: 'CHG-17',
      language: 'nl-NL',
      isMailed: false,
    });
    expect(text).toContain(`gatehouse guest watch ${guid(1)}`);
    expect(text).not.toContain('ada@');
    expect(code).toBe(0);
  });

  it('needs a reason', async () => {
    await expect(cli.run(['guest', 'invite', 'ada@contoso.com'])).rejects.toThrow('--reason');
  });

  it('goes on watching where it is told to', async () => {
    cli.answers.set('POST guests/invite', { status: 201, body: invited });
    answers(story('working', [step(2, 'ensureMember')]), story('ready'));
    const { text } = await cli.run(
      ['guest', 'invite', 'a@contoso.com', '--reason', 'why', '--watch'],
      terminal,
    );
    expect(text).toMatch(/Invited guest[^]*ensureMember[^]*READY/);
  });
});
