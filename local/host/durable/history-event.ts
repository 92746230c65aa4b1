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

interface Common {
  /** The sequence id of an event this turn created; -1 for what came from outside. */
  EventId: number;
  IsPlayed: boolean;
  Timestamp: string;
}

export interface ExecutionStarted extends Common {
  EventType: EventType.ExecutionStarted;
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

export interface ExecutionCompleted extends Common {
  EventType: EventType.ExecutionCompleted;
  OrchestrationStatus: 'Completed' | 'Failed' | 'Terminated';
  Result: string | null;
  FailureDetails: null;
}

export interface TaskScheduled extends Common {
  EventType: EventType.TaskScheduled;
  Name: string;
  Version: string;
  Input: null;
  ParentTraceContext: null;
  Tags: null;
}

export interface SubOrchestrationCreated extends Common {
  EventType: EventType.SubOrchestrationInstanceCreated;
  Name: string;
  Version: string | null;
  InstanceId: string;
  Input: null;
  ClientSpanId: null;
  Tags: null;
}

export interface TimerCreated extends Common {
  EventType: EventType.TimerCreated;
  FireAt: string;
}

export interface TimerFired extends Common {
  EventType: EventType.TimerFired;
  TimerId: number;
  FireAt: string;
}

export interface WorkCompleted extends Common {
  EventType: EventType.TaskCompleted | EventType.SubOrchestrationInstanceCompleted;
  TaskScheduledId: number;
  /** JSON text or null, never absent: the library parses it. */
  Result: string | null;
}

export interface WorkFailed extends Common {
  EventType: EventType.TaskFailed | EventType.SubOrchestrationInstanceFailed;
  TaskScheduledId: number;
  Reason: string;
  Details: string;
  FailureDetails: FailureDetails | null;
}

export interface EventRaised extends Common {
  EventType: EventType.EventRaised;
  Name: string;
  Input: string;
  ParentTraceContext: null;
}

export interface ExecutionTerminated extends Common {
  EventType: EventType.ExecutionTerminated;
  Input: string | null;
}

export interface ExecutionPaused extends Common {
  EventType: EventType.ExecutionSuspended | EventType.ExecutionResumed;
  Reason: string | null;
}

export interface TurnMark extends Common {
  EventType: EventType.OrchestratorStarted | EventType.OrchestratorCompleted;
}

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

/** What every event from outside carries. */
export function inbound(nowMs: number): { EventId: -1; IsPlayed: false; Timestamp: string } {
  return { EventId: -1, IsPlayed: false, Timestamp: isoTime(nowMs) };
}

/** A time as the host writes it: UTC, trailing zeros of the fraction cut (recorded: `...08.01Z`). */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z');
}
