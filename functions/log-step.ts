import type { ActivityHandler } from 'durable-functions';
import { runId, type Subject } from '../shared/domain/subject';
import type { Outcome } from '../shared/domain/outcome';

/**
 * Writes one line for each step of a run, as JSON after the word `step`: run, step, outcome and code. The run's id is
 * what ties lines of one guest together; evidence and messages stay in the ledger, so no line can hold what is personal.
 * A failure that is an alarm is a line of its own, as an error.
 */
export const loggedStep =
  (step: string, activity: (input: unknown) => Promise<Outcome<unknown>>): ActivityHandler =>
  async (input: unknown, context) => {
    const outcome = await activity(input);
    const code = 'reason' in outcome ? outcome.reason : 'code' in outcome ? outcome.code : undefined;
    context.info(`step ${JSON.stringify({ run: runOf(input), step, outcome: outcome.kind, code })}`);
    const alarm = step === 'recordFailure' && outcome.kind === 'done' ? alarmOf(input) : undefined;
    if (alarm !== undefined) context.error(`alarm ${JSON.stringify({ run: runOf(input), code: alarm })}`);
    return outcome;
  };

/** Failures that somebody has to look at now, and not with the others: somebody else stands in a guest's place. */
const ALARMS = new Set(['identity-mismatch']);

function alarmOf(input: unknown): string | undefined {
  const { code } = input as { code?: unknown };
  return typeof code === 'string' && ALARMS.has(code) ? code : undefined;
}

/** An input of another release may have another shape: the line then lacks the run. */
function runOf(input: unknown): string | undefined {
  const { life } = input as { life?: { subject?: Subject; run?: number } };
  return life?.subject === undefined || life.run === undefined ? undefined : runId(life.subject, life.run);
}
