import type { OrchestrationContext, Task } from 'durable-functions';
import type { HoldCode } from '../shared/domain/holds';
import { HOLDS } from '../shared/domain/holds';
import type { Stop } from '../shared/domain/outcome';
import type { ActivityOutputs, FlowInput, Life } from './contract';
import { settle } from './settle';
import { must, StopRun } from './stop-run';

/** How a look at a subject ends. `null` in `state` or `detail` = as it was. */
export interface Ending {
  state: string | null;
  wakeAfterSeconds: number | null;
  partner: string | null;
  detail: unknown;
  /** Why it waits or is held; null = it does not. */
  reason: { code: string; message: string } | null;
}

export type Opened = ActivityOutputs['openSubject'];
type Body = (life: Life, opened: Opened) => Generator<Task, Ending, unknown>;

/** A look that found nothing to wait for. */
export const settled = (state: string): Ending => ({
  state,
  wakeAfterSeconds: null,
  partner: null,
  detail: null,
  reason: null,
});

/** A hold for `code`: who wakes it is the table's to say. */
export const held = (code: HoldCode, message: string): Ending => ({
  state: 'held',
  wakeAfterSeconds: HOLDS[code].afterSeconds,
  partner: null,
  detail: null,
  reason: { code, message },
});

/** States in which a run leaves nothing open; a hint that could not be taken may still have left a failure. */
const AT_REST = new Set(['ignored', 'observed', 'invited', 'ready', 'removed', 'idle']);

/** Whether the look proved that what stopped, or killed, an earlier one does not any more. */
function isMended({ state: before, deadRuns = 0 }: Opened, { state }: Ending): boolean {
  if (state === null || !AT_REST.has(state)) return false;
  return state === 'ready' || state === 'removed' || !AT_REST.has(before) || deadRuns > 0;
}

/** A look reads the whole chain again: whoever has waited two minutes can wait one more. */
const SHORTEST_PARK_SECONDS = 60;
/** The host's run hints the guests that wait for it; this alarm is for a hint that went astray. */
const CLIENT_PARK_SECONDS = 300;

function parkSeconds({ reason, retryAfterSeconds }: Stop & { kind: 'later' }): number {
  const shortest = reason === 'client-pending' ? CLIENT_PARK_SECONDS : SHORTEST_PARK_SECONDS;
  return Math.max(shortest, retryAfterSeconds);
}

/** Whoever waits for an hour of the day is told which. */
function untilText(
  context: OrchestrationContext,
  { reason }: Stop & { kind: 'later' },
  seconds: number,
): string {
  if (reason !== 'window-closed') return '';
  const at = new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000);
  return `, until ${at.toISOString()}`;
}

/** When the close itself keeps failing, the watchman takes over; until then it is tried this often. */
const CLOSE_TRIES = 5;

/**
 * One look at one subject: opens its row, runs the body, records a refusal as a failure, closes the row.
 * A stale execution ends without an effect. The run itself never fails and never waits for a person.
 */
export function* runSubject(
  context: OrchestrationContext,
  resource: string,
  body: Body,
): Generator<Task, string, unknown> {
  const { subject, run } = context.df.getInput<FlowInput>();
  const token = context.df.newGuid(context.df.instanceId);
  const life: Life = { subject, run, token, waitedSeconds: 0 };
  const opened = yield* settle(context, life, 'openSubject', {});
  if (opened.kind !== 'done') return opened.kind;
  const ending = yield* endingOf(context, life, resource, opened.value, body(life, opened.value));
  if (ending === 'stale') return 'stale';
  return yield* close(context, life, ending);
}

function* endingOf(
  context: OrchestrationContext,
  life: Life,
  resource: string,
  opened: Opened,
  body: Generator<Task, Ending, unknown>,
): Generator<Task, Ending | 'stale', unknown> {
  try {
    const ending = yield* body;
    if (isMended(opened, ending)) yield* must(context, life, 'resolveFailures', {});
    return ending;
  } catch (error) {
    if (!(error instanceof StopRun)) throw error;
    const { step, stop, detail, parkedState, partner } = error;
    switch (stop.kind) {
      case 'stale':
        return 'stale';
      case 'superseded':
        // Not as it was: the next look must know that this one may have given something.
        return { ...settled(parkedState), detail, partner };
      case 'later': {
        const wakeAfterSeconds = parkSeconds(stop);
        const message = `${step} waits: ${stop.reason}${untilText(context, stop, wakeAfterSeconds)}`;
        const reason = { code: stop.reason, message };
        return { ...settled(parkedState), wakeAfterSeconds, detail, reason, partner };
      }
      case 'refused': {
        const { fix } = HOLDS[stop.code];
        yield* settle(context, life, 'recordFailure', {
          step,
          code: stop.code,
          message: stop.message,
          fix,
          resource,
          partner: partner ?? opened.partner,
        });
        return { ...held(stop.code, stop.message), detail, partner };
      }
    }
  }
}

function* close(context: OrchestrationContext, life: Life, ending: Ending): Generator<Task, string, unknown> {
  const { wakeAfterSeconds, ...rest } = ending;
  const now = context.df.currentUtcDateTime.getTime();
  const wakeAt = wakeAfterSeconds === null ? null : new Date(now + wakeAfterSeconds * 1000).toISOString();
  for (let tries = 1; tries < CLOSE_TRIES; tries += 1) {
    const closed = yield* settle(context, life, 'closeSubject', { ...rest, wakeAt });
    if (closed.kind !== 'later') return closed.kind;
  }
  return 'unclosed';
}
