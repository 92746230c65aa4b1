import { randomUUID } from 'node:crypto';
import { type TurnCommit } from './commit';
import { orchestrationFailureText, subOrchestrationFailureDetails } from './failure-text';
import {
  type CreatedEvent,
  EventType,
  type ExecutionCompleted,
  executionStarted,
  type HistoryEvent,
  inbound,
  type InboundEvent,
  isoTime,
} from './history-event';
import { type InstanceState, type Message, type RuntimeStatus } from './instance-state';
import { type NewWork } from './new-work';
import { type OrchestratorAnswer } from './orchestrator-answer';
import { type Ending, type ReplayOutcome } from './replay';

/** A turn that was played: what went in and what came out. */
export interface PlayedTurn {
  instance: InstanceState;
  /** Messages taken from the inbox. */
  taken: number;
  /** The turn's own events: its mark and what was accepted; empty for the first turn after continue-as-new. */
  events: HistoryEvent[];
  /** Absent when the orchestrator was not run, as for a termination. */
  answer: OrchestratorAnswer | undefined;
  outcome: Pick<ReplayOutcome, 'newWork' | 'ending'>;
}

/** Everything a turn changes, ready to be kept as one record. */
export function turnCommit(turn: PlayedTurn, nowMs: number): TurnCommit {
  const { instance, outcome, events } = turn;
  const { ending, newWork } = outcome;
  const stamp = { IsPlayed: false, Timestamp: isoTime(nowMs) };
  const added = [
    ...events.map(played),
    ...newWork.map((work): CreatedEvent => createdEvent(work, stamp)),
    ...(ending ? [endEvent(instance, ending, nowMs)].filter((event) => event !== undefined) : []),
    { EventType: EventType.OrchestratorCompleted as const, EventId: -1, ...stamp },
  ];
  return {
    kind: 'turn',
    instanceId: instance.instanceId,
    executionId: instance.executionId,
    taken: turn.taken,
    events: added,
    status: statusAfter(instance, events, ending),
    ...customStatusAfter(turn),
    output: outputAfter(instance, events, ending),
    updatedAtMs: nowMs,
    tasks: newWork.flatMap((work) =>
      work.kind === 'activity' ? [{ id: work.id, name: work.name, input: work.input }] : [],
    ),
    timers: newWork.flatMap((work) =>
      work.kind === 'timer' ? [{ id: work.id, fireAtMs: work.fireAtMs }] : [],
    ),
    children: newWork.flatMap((work) =>
      work.kind === 'sub-orchestration' ? [childOf(instance, work, nowMs)] : [],
    ),
    outgoing: ending ? noticeToParent(instance, ending, nowMs) : [],
    ...(ending?.kind === 'continued-as-new' ? { next: nextExecution(instance, ending, nowMs) } : {}),
  };
}

/** As recorded: what came from outside counts as played once its turn is over, the turn's mark never does. */
function played(event: HistoryEvent): HistoryEvent {
  return event.EventType === EventType.OrchestratorStarted ? event : { ...event, IsPlayed: true };
}

function createdEvent(work: NewWork, stamp: { IsPlayed: boolean; Timestamp: string }): CreatedEvent {
  const common = { EventId: work.id, ...stamp };
  switch (work.kind) {
    case 'activity':
      return {
        EventType: EventType.TaskScheduled,
        Name: work.name,
        Version: '',
        Input: null,
        ParentTraceContext: null,
        Tags: null,
        ...common,
      };
    case 'timer':
      return { EventType: EventType.TimerCreated, FireAt: isoTime(work.fireAtMs), ...common };
    case 'sub-orchestration':
      return {
        EventType: EventType.SubOrchestrationInstanceCreated,
        Name: work.name,
        Version: work.version,
        InstanceId: work.instanceId,
        Input: null,
        ClientSpanId: null,
        Tags: null,
        ...common,
      };
  }
}

function endEvent(instance: InstanceState, ending: Ending, nowMs: number): ExecutionCompleted | undefined {
  if (ending.kind === 'continued-as-new') return undefined;
  return {
    EventType: EventType.ExecutionCompleted,
    OrchestrationStatus: ENDED_STATUS[ending.kind],
    Result: resultOf(instance, ending),
    FailureDetails: null,
    ...inbound(nowMs),
  };
}

const ENDED_STATUS = { completed: 'Completed', failed: 'Failed', terminated: 'Terminated' } as const;

function resultOf(
  instance: InstanceState,
  ending: Exclude<Ending, { kind: 'continued-as-new' }>,
): string | null {
  switch (ending.kind) {
    case 'completed':
      return jsonText(ending.output);
    case 'failed':
      return ending.isFrameworkText ? ending.error : orchestrationFailureText(instance.name, ending.error);
    case 'terminated':
      return ending.reason;
  }
}

function statusAfter(
  instance: InstanceState,
  events: readonly HistoryEvent[],
  ending: Ending | undefined,
): RuntimeStatus {
  if (ending) return ending.kind === 'continued-as-new' ? 'Running' : ENDED_STATUS[ending.kind];
  const pause = events.findLast((event) => isPause(event));
  if (pause) return pause.EventType === EventType.ExecutionSuspended ? 'Suspended' : 'Running';
  return instance.status === 'Suspended' ? 'Suspended' : 'Running';
}

/** The reason of a suspension or a resumption stands as output until the end (`AzureTableTrackingStore.cs`, 2026-06). */
function outputAfter(
  instance: InstanceState,
  events: readonly HistoryEvent[],
  ending: Ending | undefined,
): string | null {
  if (ending?.kind === 'continued-as-new') return null;
  if (ending) return resultOf(instance, ending);
  const pause = events.findLast((event) => isPause(event));
  return pause && 'Reason' in pause && !('Details' in pause) ? pause.Reason : instance.output;
}

function isPause(event: HistoryEvent): boolean {
  return event.EventType === EventType.ExecutionSuspended || event.EventType === EventType.ExecutionResumed;
}

/** Recorded: a status that the orchestrator no longer sets is null again; only continue-as-new carries it over. */
function customStatusAfter({
  instance,
  answer,
}: PlayedTurn): Pick<TurnCommit, 'customStatus' | 'isCustomStatusCarried'> {
  const { customStatus, isCustomStatusCarried } = instance;
  if (answer?.customStatus !== undefined)
    return { customStatus: jsonText(answer.customStatus), isCustomStatusCarried: false };
  if (!answer || isCustomStatusCarried) return { customStatus, isCustomStatusCarried };
  return { customStatus: null, isCustomStatusCarried: false };
}

function childOf(
  instance: InstanceState,
  work: Extract<NewWork, { kind: 'sub-orchestration' }>,
  nowMs: number,
): TurnCommit['children'][number] {
  return {
    instanceId: work.instanceId,
    executionId: randomUUID(),
    name: work.name,
    version: work.version,
    input: work.input === undefined ? 'null' : JSON.stringify(work.input),
    parent: {
      Name: instance.name,
      OrchestrationInstance: { InstanceId: instance.instanceId, ExecutionId: instance.executionId },
      TaskScheduleId: work.id,
      Version: instance.version,
    },
    createdAtMs: nowMs,
  };
}

function noticeToParent(
  instance: InstanceState,
  ending: Ending,
  nowMs: number,
): { to: string; message: Message }[] {
  if (!instance.parent || ending.kind === 'continued-as-new') return [];
  const { OrchestrationInstance, TaskScheduleId } = instance.parent;
  const event = closingEvent(instance, ending, TaskScheduleId, nowMs);
  return [
    {
      to: OrchestrationInstance.InstanceId,
      message: { executionId: OrchestrationInstance.ExecutionId, event },
    },
  ];
}

function closingEvent(
  instance: InstanceState,
  ending: Exclude<Ending, { kind: 'continued-as-new' }>,
  taskId: number,
  nowMs: number,
): InboundEvent {
  const common = { TaskScheduledId: taskId, ...inbound(nowMs) };
  if (ending.kind === 'completed') {
    return {
      EventType: EventType.SubOrchestrationInstanceCompleted,
      Result: jsonText(ending.output),
      ...common,
    };
  }
  // INFERRED for a terminated child: the framework reports it as failed with the reason as its text.
  const details = ending.kind === 'failed' ? subOrchestrationFailureDetails(ending.error) : '';
  const reason = resultOf(instance, ending) ?? '';
  return {
    EventType: EventType.SubOrchestrationInstanceFailed,
    Reason: reason,
    Details: details,
    FailureDetails: null,
    ...common,
  };
}

/** The history a continued execution begins with (recorded): mark, start, carried events, end of the mark's turn. */
function nextExecution(
  instance: InstanceState,
  ending: Extract<Ending, { kind: 'continued-as-new' }>,
  nowMs: number,
): NonNullable<TurnCommit['next']> {
  const executionId = randomUUID().replaceAll('-', '');
  const input = ending.input === undefined ? 'null' : JSON.stringify(ending.input);
  const stamp = inbound(nowMs);
  const start = executionStarted(
    {
      OrchestrationInstance: { InstanceId: instance.instanceId, ExecutionId: executionId },
      ParentInstance: instance.parent,
      Name: instance.name,
      Version: instance.version,
      Input: input,
      Generation: null,
    },
    nowMs,
  );
  return {
    executionId,
    input,
    history: [
      { EventType: EventType.OrchestratorStarted, ...stamp },
      start,
      ...ending.carriedEvents.map((event) => ({ ...event, IsPlayed: false })),
      { EventType: EventType.OrchestratorCompleted, ...stamp },
    ],
    createdAtMs: nowMs,
  };
}

function jsonText(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
