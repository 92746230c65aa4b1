import { afterEach, describe, expect, it } from '@jest/globals';
import * as df from 'durable-functions';
import { createTestHost, type TestHost } from '../../../../local/host/test-kit/create-test-host';

let clockOutside = 0;

function faultyApp(): void {
  df.app.activity('echo', { handler: (value: unknown) => value });
  df.app.orchestration('unsteady', function* (context) {
    clockOutside += 1;
    yield context.df.callActivity('echo', clockOutside);
  });
  df.app.orchestration('leavesTimer', function* (context) {
    const late = new Date(context.df.currentUtcDateTime.getTime() + 60_000);
    yield context.df.Task.any([context.df.createTimer(late), context.df.callActivity('echo', 1)]);
  });
  df.app.orchestration('usesTaskTwice', function* (context) {
    const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
    yield context.df.Task.any([timer, context.df.waitForExternalEvent('One')]);
    yield context.df.Task.any([timer, context.df.waitForExternalEvent('Two')]);
  });
  df.app.orchestration('throwsText', function* (context) {
    yield context.df.callActivity('echo', 1);
    const reason: unknown = 'just text';
    throw reason;
  });
  df.app.orchestration('steady', function* (context) {
    context.log('a line of its own');
    yield context.df.callActivity('echo', context.df.getInput());
  });
}

describe('the determinism guards', () => {
  let host: TestHost;
  afterEach(() => host.stop());

  const warningsOf = async (name: string, input?: unknown): Promise<string[]> => {
    host = await createTestHost({ entry: faultyApp });
    const id = await host.start(name, { instanceId: name, input });
    await host.settle();
    if (name === 'usesTaskTwice') await host.raise(id, 'One');
    await host.settle();
    return host.log
      .filter(({ level, functionName }) => level === 'warning' && functionName === name)
      .map(({ text }) => text);
  };

  it('fail an instance whose turn asks for other work when it is run again, with both lists', async () => {
    const [warning] = await warningsOf('unsteady');
    expect(warning).toMatch(/First run: \[\{.*"input":1.*Second run: \[\{.*"input":2/);
    expect(host.status('unsteady')).toMatchObject({
      runtimeStatus: 'Failed',
      output: expect.stringContaining('Determinism guard'),
    });
  });

  it('run a turn again without a trace in the log', async () => {
    await warningsOf('steady', 1);
    const lines = host.log.filter(({ functionName }) => functionName === 'steady').map(({ text }) => text);
    const count = (start: string): number => lines.filter((text) => text.startsWith(start)).length;
    expect(['a line', 'Executing', 'Executed'].map(count)).toEqual([2, 2, 2]); // Two turns, four runs.
  });

  it('stay out of the way when switched off', async () => {
    host = await createTestHost({ entry: faultyApp, hasGuards: false });
    const id = await host.start('steady');
    await host.settle();
    expect(host.status(id)?.runtimeStatus).toBe('Completed');
    expect(host.log.filter(({ text }) => text.startsWith("Executing 'Functions.steady'"))).toHaveLength(2);
  });

  it.each([
    ['leavesTimer', /ended while a timer is open/],
    ['usesTaskTwice', /the timer for .* was started again while the first was still open/],
    ['throwsText', /threw something that is not an Error/],
  ])('report %s with its name', async (name, text) => {
    const warnings = await warningsOf(name);
    expect(warnings).toEqual([expect.stringMatching(text)]);
    expect(warnings[0]).toMatch(new RegExp(`^${name} `));
  });

  it('report payload keys that the library rewrites', async () => {
    expect(await warningsOf('steady', { deep: { Timestamp: '2030-01-01T00:00:00Z' } })).toEqual([
      expect.stringMatching(/its input has a key named "Timestamp"/),
    ]);
  });
});
