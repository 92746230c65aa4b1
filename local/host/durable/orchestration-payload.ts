import { EventType, type HistoryEvent } from './history-event';
import { type InstanceState } from './instance-state';

/**
 * The orchestrationTrigger's value (facts 2.1; `Millseconds` is spelled so). The history is the one kept plus the
 * events of this turn; `historyText` is the JSON of both.
 */
export function orchestrationPayload(
  instance: InstanceState,
  history: readonly HistoryEvent[],
  historyText: string,
): string {
  const { instanceId, parent, input } = instance;
  const head = JSON.stringify({
    instanceId,
    isReplaying: history.some((event) => event.EventType === EventType.ExecutionStarted && event.IsPlayed),
    parentInstanceId: parent?.OrchestrationInstance.InstanceId ?? null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 3,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  });
  return `{"history":${historyText},"input":${input ?? 'null'},${head.slice(1)}`;
}
