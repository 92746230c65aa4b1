import { describe, expect, it } from '@jest/globals';
import type { InvocationContext } from '@azure/functions';
import { loggedStep } from '../../functions/log-step';
import type { Outcome } from '../../shared/domain/outcome';
import { guid } from '../shared/state/builders';

const life = { subject: { kind: 'guest', id: guid(7) }, run: 3, token: 't', waitedSeconds: 0 };

async function lineOf(outcome: Outcome<unknown>, input: unknown = { life }): Promise<string> {
  const said: string[] = [];
  const context = { info: (line: string) => void said.push(line) } as unknown as InvocationContext;
  const answer: unknown = await loggedStep('ensureMember', () => Promise.resolve(outcome))(input, context);
  expect(answer).toBe(outcome);
  return said.join('\n');
}

describe('the line of a step', () => {
  it('names the run, the step and how it ended, and nothing that it read or was told', async () => {
    const run = `guest-${guid(7)}-3`;
    expect(await lineOf({ kind: 'done', value: { mail: 'anna@contoso.com' } })).toBe(
      `step {"run":"${run}","step":"ensureMember","outcome":"done"}`,
    );
    expect(await lineOf({ kind: 'refused', code: 'forbidden', message: 'anna@contoso.com' })).toBe(
      `step {"run":"${run}","step":"ensureMember","outcome":"refused","code":"forbidden"}`,
    );
    expect(await lineOf({ kind: 'later', reason: 'throttled', retryAfterSeconds: 5 })).toContain(
      '"code":"throttled"',
    );
  });

  it('is an error, too, where somebody else stands in a guest’s place', async () => {
    const errors: string[] = [];
    const context = {
      info: () => undefined,
      error: (line: string) => void errors.push(line),
    } as unknown as InvocationContext;
    const done = () => Promise.resolve({ kind: 'done' as const, value: null });
    await loggedStep('recordFailure', done)({ life, code: 'client-failed' }, context);
    expect(errors).toEqual([]);
    await loggedStep('recordFailure', done)({ life, code: 'identity-mismatch' }, context);
    expect(errors).toEqual([`alarm {"run":"guest-${guid(7)}-3","code":"identity-mismatch"}`]);
  });

  it('lacks the run where the input is another release’s', async () => {
    expect(await lineOf({ kind: 'stale' }, {})).toBe('step {"step":"ensureMember","outcome":"stale"}');
  });
});
