import { type CreatedEvent, EventType } from './history-event';
import { type NewWork } from './new-work';

/** The history holds other work than the orchestrator asks for on replay. */
export class NonDeterminism extends Error {}

const ACTION_CLASS: Record<NewWork['kind'], string> = {
  activity: 'ScheduleTaskOrchestratorAction',
  'sub-orchestration': 'CreateSubOrchestrationAction',
  timer: 'CreateTimerOrchestratorAction',
};

const KIND: Record<CreatedEvent['EventType'], NewWork['kind']> = {
  [EventType.TaskScheduled]: 'activity',
  [EventType.SubOrchestrationInstanceCreated]: 'sub-orchestration',
  [EventType.TimerCreated]: 'timer',
};

/**
 * Compares work found in the history with the work of that id in this replay. Names are compared ignoring case.
 * The texts are the framework's (`TaskOrchestrationContext.cs`, 2026-06; the first one as recorded).
 *
 * @throws NonDeterminism in the framework's words.
 */
export function checkDeterminism(event: CreatedEvent, work: NewWork | undefined): void {
  const changed =
    'Was a change made to the orchestrator code after this instance had already started running?';
  if (!work) {
    throw nonDeterminism(
      `${past(event, 'missing')}, but the current replay execution hasn't (yet?) scheduled this task. ${changed}`,
    );
  }
  if (work.kind !== KIND[event.EventType]) {
    throw nonDeterminism(
      `${past(event, 'other-kind')}, but the current orchestration replay instead produced a ${ACTION_CLASS[work.kind]} action with this sequence number. ${changed}`,
    );
  }
  if (
    work.kind !== 'timer' &&
    event.EventType !== EventType.TimerCreated &&
    !isSameName(event.Name, work.name)
  ) {
    throw nonDeterminism(
      `${past(event, 'other-name')}, but the current orchestration replay instead scheduled ${describe(work.kind, work.name)} with this sequence number.  ${changed}`,
    );
  }
}

function past(event: CreatedEvent, difference: 'missing' | 'other-kind' | 'other-name'): string {
  const start = 'A previous execution of this orchestration scheduled';
  switch (event.EventType) {
    case EventType.TaskScheduled:
      return difference === 'missing'
        ? `${start} an activity task with sequence ID ${event.EventId} and name '${event.Name}' (version '${event.Version}')`
        : `${start} an activity task with sequence number ${event.EventId} named '${event.Name}'`;
    case EventType.TimerCreated:
      return `${start} a timer task with sequence number ${event.EventId}`;
    case EventType.SubOrchestrationInstanceCreated:
      return `${start} a sub-orchestration task with sequence ID ${event.EventId} and name '${event.Name}' (version '${event.Version ?? ''}', instance ID '${event.InstanceId}')`;
  }
}

function describe(kind: 'activity' | 'sub-orchestration', name: string): string {
  return kind === 'activity'
    ? `an activity task named '${name}'`
    : `a sub-orchestration task with name ${name}`;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function nonDeterminism(text: string): NonDeterminism {
  return new NonDeterminism(`Non-Deterministic workflow detected: ${text}`);
}
