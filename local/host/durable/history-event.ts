/** Kinds of history events, numbered as the Durable Task Framework numbers them (facts: `EventType.cs`). */
export enum EventType {
  ExecutionStarted = 0,
  ExecutionCompleted = 1,
  ExecutionTerminated = 3,
  TaskScheduled = 4,
  TaskCompleted = 5,
  TaskFailed = 6,
  SubOrchestrationInstanceCreated = 7,
  SubOrchestrationInstanceCompleted = 8,
  SubOrchestrationInstanceFailed = 9,
  TimerCreated = 10,
  TimerFired = 11,
  OrchestratorStarted = 12,
  OrchestratorCompleted = 13,
  EventRaised = 15,
  ExecutionSuspended = 19,
  ExecutionResumed = 20,
}

export interface OrchestrationInstance {
  InstanceId: string;
  ExecutionId: string;
}

export interface ParentInstance {
  Name: string;
  OrchestrationInstance: OrchestrationInstance;
  TaskScheduleId: number;
  Version: string | null;
}

/** Details of a failure as newer extensions send them; the recorded host sends null. */
export interface FailureDetails {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace: string | null;
  InnerFailure: null;
  IsNonRetriable: boolean;
  Properties: Record<string, unknown> | null;
}

/** What every event carries: its sequence id when a turn created it, -1 when it came from outside. */
interface Common<Type extends EventType> {
  EventType: Type;
  EventId: number;
  IsPlayed: boolean;
  Timestamp: string;
}

export interface ExecutionStarted extends Common<EventType.ExecutionStarted> {
  OrchestrationInstance: OrchestrationInstance;
  ParentInstance: ParentInstance | null;
  Name: string;
  Version: string | null;
  Input: string | null;
  Tags: null;
  Correlation: null;
  ParentTraceContext: null;
  ScheduledStartTime: null;
  Generation: number | null;
  GenerateNewTrace: boolean;
}

export interface ExecutionCompleted extends Common<EventType.ExecutionCompleted> {
  OrchestrationStatus: 'Completed' | 'Failed' | 'Terminated';
  Result: string | null;
  FailureDetails: null;
}

export interface TaskScheduled extends Common<EventType.TaskScheduled> {
  Name: string;
  Version: string;
  Input: null;
  ParentTraceContext: null;
  Tags: null;
}

export interface SubOrchestrationCreated extends Common<EventType.SubOrchestrationInstanceCreated> {
  Name: string;
  Version: string | null;
  InstanceId: string;
  Input: null;
  ClientSpanId: null;
  Tags: null;
}

export type TimerCreated = Common<EventType.TimerCreated> & { FireAt: string };
export type TimerFired = Common<EventType.TimerFired> & { TimerId: number; FireAt: string };

/** `Result` is JSON text or null, never absent: the library parses it. */
export type WorkCompleted = Common<EventType.TaskCompleted | EventType.SubOrchestrationInstanceCompleted> & {
  TaskScheduledId: number;
  Result: string | null;
};

export type WorkFailed = Common<EventType.TaskFailed | EventType.SubOrchestrationInstanceFailed> & {
  TaskScheduledId: number;
  Reason: string;
  Details: string;
  FailureDetails: FailureDetails | null;
};

export type EventRaised = Common<EventType.EventRaised> & {
  Name: string;
  Input: string;
  ParentTraceContext: null;
};
export type ExecutionTerminated = Common<EventType.ExecutionTerminated> & { Input: string | null };
export type ExecutionPaused = Common<EventType.ExecutionSuspended | EventType.ExecutionResumed> & {
  Reason: string | null;
};
export type TurnMark = Common<EventType.OrchestratorStarted | EventType.OrchestratorCompleted>;

/** An event that a turn creates as new work, found again by its sequence id. */
export type CreatedEvent = TaskScheduled | SubOrchestrationCreated | TimerCreated;

/** An event that closes a task. */
export type CompletionEvent = WorkCompleted | WorkFailed | TimerFired;

/** What can arrive in an instance's inbox. */
export type InboundEvent =
  ExecutionStarted | CompletionEvent | EventRaised | ExecutionTerminated | ExecutionPaused;

export type HistoryEvent = InboundEvent | CreatedEvent | ExecutionCompleted | TurnMark;

const COMPLETIONS: ReadonlySet<EventType> = new Set([
  EventType.TaskCompleted,
  EventType.TaskFailed,
  EventType.SubOrchestrationInstanceCompleted,
  EventType.SubOrchestrationInstanceFailed,
  EventType.TimerFired,
]);
const CREATED: ReadonlySet<EventType> = new Set([
  EventType.TaskScheduled,
  EventType.SubOrchestrationInstanceCreated,
  EventType.TimerCreated,
]);

export function isCompletion(event: HistoryEvent): event is CompletionEvent {
  return COMPLETIONS.has(event.EventType);
}

export function isCreated(event: HistoryEvent): event is CreatedEvent {
  return CREATED.has(event.EventType);
}

/** The sequence id of the task that a completion closes. */
export function closedTaskId(event: CompletionEvent): number {
  return event.EventType === EventType.TimerFired ? event.TimerId : event.TaskScheduledId;
}

/** The first event of an execution, its fields in the recorded order. */
export function executionStarted(
  start: Pick<
    ExecutionStarted,
    'OrchestrationInstance' | 'ParentInstance' | 'Name' | 'Version' | 'Input' | 'Generation'
  >,
  atMs: number,
): ExecutionStarted {
  const { Generation, ...head } = start;
  return {
    EventType: EventType.ExecutionStarted,
    ...head,
    Tags: null,
    Correlation: null,
    ParentTraceContext: null,
    ScheduledStartTime: null,
    Generation,
    GenerateNewTrace: false,
    ...inbound(atMs),
  };
}

/** What every event from outside carries. */
export function inbound(nowMs: number): { EventId: -1; IsPlayed: false; Timestamp: string } {
  return { EventId: -1, IsPlayed: false, Timestamp: isoTime(nowMs) };
}

/** A time as the host writes it: UTC, trailing zeros of the fraction cut (recorded: `...08.01Z`). */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z');
}
