import { type HostLog } from '../app/host-log';
import { EventType, type HistoryEvent } from './history-event';
import { type InstanceState } from './instance-state';
import { ActionType, type OrchestratorAction } from './orchestrator-action';
import { type OrchestratorAnswer } from './orchestrator-answer';
import { type ReplayOutcome } from './replay';

/**
 * Watches for what works here and hurts in Azure. Findings go to the log as warnings with the function's name, each
 * once per instance; only a turn that asks for other work when it is run again fails the instance.
 */
export class Guards {
  private readonly said = new Set<string>();

  /** @param isOn by default on, but not in production (NODE_ENV). */
  constructor(
    private readonly log: HostLog,
    private readonly isOn = process.env['NODE_ENV'] !== 'production',
  ) {}

  /** Runs the turn again on a fresh copy of its history; the text of the difference when other work comes out. */
  async findDifference(
    instance: InstanceState,
    answer: OrchestratorAnswer,
    again: () => Promise<OrchestratorAnswer | string>,
  ): Promise<string | undefined> {
    if (!this.isOn) return undefined;
    const second = await again();
    const first = actionsText(answer);
    const other = typeof second === 'string' ? second : actionsText(second);
    if (first === other) return undefined;
    const text =
      `Determinism guard: '${instance.name}' asked for other work when the same turn was run again, so a replay in Azure ` +
      `would go wrong. First run: ${first}. Second run: ${other}. Look for the current time, random values, and ` +
      'variables outside of the orchestrator.';
    this.say(instance, text);
    return text;
  }

  onDropped(instance: InstanceState, dropped: readonly string[]): void {
    for (const text of dropped)
      this.note(instance, `A message for instance ${instance.instanceId} was dropped: ${text}.`);
  }

  onReplayed(
    instance: InstanceState,
    history: readonly HistoryEvent[],
    answer: OrchestratorAnswer,
    outcome: ReplayOutcome,
  ): void {
    if (!this.isOn) return;
    for (const text of findingsText(answer, outcome)) this.say(instance, text);
    const open = timersAmong(history, outcome.findings.heldBackBy);
    if (open.length > 0) {
      const count = open.length === 1 ? 'a timer is' : `${open.length} timers are`;
      this.say(
        instance,
        `it has ended while ${count} open; the instance stays Running until the last one fires. Cancel timers that lost.`,
      );
    }
    for (const place of timestampKeys(instance, history)) {
      this.say(instance, `${place} has a key named "Timestamp"; the library turns its text into a Date.`);
    }
  }

  private say(instance: InstanceState, text: string): void {
    this.note(instance, `${instance.name} (instance ${instance.instanceId}): ${text}`);
  }

  private note(instance: InstanceState, text: string): void {
    if (this.said.has(text)) return;
    this.said.add(text);
    this.log({ level: 'warning', source: 'host', functionName: instance.name, text });
  }
}

function actionsText({ actions, isDone }: OrchestratorAnswer): string {
  return `${JSON.stringify(actions)}${isDone ? ' and an end' : ''}`;
}

function findingsText(answer: OrchestratorAnswer, { findings, ending }: ReplayOutcome): string[] {
  const { swallowed, repeated, caseDifferences, unprocessedEvents, isStuck } = findings;
  const texts = [
    ...swallowed.map((reason) => `${reason}; Azure leaves such an instance Running for ever.`),
    ...repeated.map(
      (action) =>
        `${describe(action)} was started again while the first was still open; a task used in a second yield is run twice, and its result may go to another task.`,
    ),
    ...caseDifferences.map(
      ({ raised, awaited }) =>
        `the event "${raised}" was raised, but "${awaited}" is waited for; the names must agree in case too.`,
    ),
  ];
  if (ending?.kind === 'continued-as-new' && unprocessedEvents.length > 0) {
    texts.push(
      `it continues as new with events nobody took (${unprocessedEvents.join(', ')}); this host keeps them, Azure may not.`,
    );
  }
  if (answer.threwWithoutMessage) {
    texts.push(
      'it threw something that is not an Error with a message; Azure leaves such an instance Running for ever.',
    );
  } else if (isStuck && swallowed.length === 0) {
    texts.push(
      'it waits for nothing that can still happen; only a termination ends it. Was undefined thrown?',
    );
  }
  return texts;
}

function describe(action: OrchestratorAction): string {
  if ('functionName' in action) return `the call of "${action.functionName}"`;
  if (action.actionType === ActionType.CreateTimer) return `the timer for ${action.fireAt}`;
  if (action.actionType === ActionType.WaitForExternalEvent)
    return `the wait for the event "${action.externalEventName}"`;
  return 'a task';
}

function timersAmong(history: readonly HistoryEvent[], ids: readonly number[]): number[] {
  const timers = new Set(
    history.flatMap((event) => (event.EventType === EventType.TimerCreated ? [event.EventId] : [])),
  );
  return ids.filter((id) => timers.has(id));
}

/** Places of the turn's newest values that hold a key the library rewrites (facts 2.1). */
function timestampKeys(instance: InstanceState, history: readonly HistoryEvent[]): string[] {
  const hasKey = (text: string | null): boolean =>
    text !== null && text.includes('"Timestamp"') && hasTimestampText(JSON.parse(text));
  const places = hasKey(instance.input) ? ['its input'] : [];
  return places.concat(
    history.some(
      (event) =>
        !event.IsPlayed &&
        'Input' in event &&
        event.EventType === EventType.EventRaised &&
        hasKey(event.Input),
    )
      ? ['an event']
      : [],
  );
}

function hasTimestampText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, child]) => (key === 'Timestamp' && typeof child === 'string') || hasTimestampText(child),
  );
}
