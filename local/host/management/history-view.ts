import { EventType, type HistoryEvent } from '../durable/history-event';
import { objectText, tokenText } from './json-token';

/** What of a history a caller wants to see. */
export interface HistoryViewOptions {
  showOutput: boolean;
  showInput: boolean;
}

/** Two events of one kind and id, as a changed orchestrator leaves them: the extension's view fails on them (recorded). */
export class DuplicateHistoryKey extends Error {
  constructor(key: string) {
    super(`An item with the same key has already been added. Key: ${key}`);
  }
}

interface Scheduled {
  name: string;
  timestamp: string;
  /** Of a sub-orchestration. */
  instanceId: string | undefined;
}

/** Kinds whose rows are left out: marks, and scheduled work that has been merged into its completion. */
const MARKS: ReadonlySet<EventType> = new Set([
  EventType.OrchestratorStarted,
  EventType.OrchestratorCompleted,
]);

/**
 * A history as the status query shows it to people, as JSON text (recorded): scheduled work is merged into its completion,
 * marks are left out, results are JSON, inputs stay text.
 *
 * @throws DuplicateHistoryKey
 */
export function historyViewText(history: readonly HistoryEvent[], options: HistoryViewOptions): string {
  const scheduled = scheduledWork(history);
  const merged = new Set(history.flatMap((event) => mergedKey(event) ?? []));
  const rows = history
    .filter((event) => !MARKS.has(event.EventType))
    .filter((event) => !merged.has(createdKey(event) ?? ''))
    .map((event) => rowText(event, scheduled.get(mergedKey(event) ?? ''), options));
  return `[${rows.join(',')}]`;
}

function scheduledWork(history: readonly HistoryEvent[]): Map<string, Scheduled> {
  const scheduled = new Map<string, Scheduled>();
  for (const event of history) {
    const key = createdKey(event);
    if (key === undefined || !('Name' in event)) continue;
    if (scheduled.has(key)) throw new DuplicateHistoryKey(key);
    const instanceId = 'InstanceId' in event ? event.InstanceId : undefined;
    scheduled.set(key, { name: event.Name, timestamp: event.Timestamp, instanceId });
  }
  return scheduled;
}

function createdKey(event: HistoryEvent): string | undefined {
  if (event.EventType === EventType.TaskScheduled) return `TaskScheduled_${event.EventId}`;
  if (event.EventType === EventType.SubOrchestrationInstanceCreated)
    return `SubOrchestrationInstanceCreated_${event.EventId}`;
  return undefined;
}

function mergedKey(event: HistoryEvent): string | undefined {
  switch (event.EventType) {
    case EventType.TaskCompleted:
    case EventType.TaskFailed:
      return `TaskScheduled_${event.TaskScheduledId}`;
    case EventType.SubOrchestrationInstanceCompleted:
    case EventType.SubOrchestrationInstanceFailed:
      return `SubOrchestrationInstanceCreated_${event.TaskScheduledId}`;
    default:
      return undefined;
  }
}

const HIDDEN: Partial<Record<EventType, readonly string[]>> = {
  [EventType.ExecutionStarted]: ['Name', 'OrchestrationInstance', 'ParentInstance', 'Version', 'Tags'],
  [EventType.TaskScheduled]: ['Version'],
  [EventType.SubOrchestrationInstanceCreated]: ['Version'],
  [EventType.TimerFired]: ['TimerId'],
};

function rowText(
  event: HistoryEvent,
  scheduled: Scheduled | undefined,
  { showOutput, showInput }: HistoryViewOptions,
): string {
  const hidden = new Set([
    'EventType',
    'EventId',
    'IsPlayed',
    'Timestamp',
    'TaskScheduledId',
    ...(HIDDEN[event.EventType] ?? []),
  ]);
  if (!showInput) hidden.add('Input');
  const members: Record<string, string | undefined> = {
    EventType: JSON.stringify(EventType[event.EventType]),
  };
  for (const [name, value] of Object.entries(event)) {
    if (hidden.has(name)) continue;
    if (name !== 'Result') members[name] = JSON.stringify(value);
    else if (showOutput) members[name] = tokenText(value as string | null);
  }
  members['Timestamp'] = JSON.stringify(event.Timestamp);
  if (event.EventType === EventType.ExecutionStarted) members['FunctionName'] = JSON.stringify(event.Name);
  if (scheduled) Object.assign(members, scheduledMembers(scheduled, showInput));
  return objectText(members);
}

function scheduledMembers(
  { name, timestamp, instanceId }: Scheduled,
  showInput: boolean,
): Record<string, string> {
  return {
    ScheduledTime: JSON.stringify(timestamp.replace(/Z$/, '+00:00')),
    FunctionName: JSON.stringify(name),
    ...(instanceId === undefined ? {} : { InstanceId: JSON.stringify(instanceId) }),
    ...(showInput ? { Input: 'null' } : {}),
  };
}
