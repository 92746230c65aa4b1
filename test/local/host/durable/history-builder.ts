import { EventType, type HistoryEvent } from '../../../../local/host/durable/history-event';

const START_MS = Date.parse('2030-01-01T00:00:00.000Z');

/** Writes a history by hand, in the order of its calls. Times are milliseconds after the start. */
export class HistoryBuilder {
  readonly events: HistoryEvent[] = [];

  turn(atMs = 0): this {
    return this.add({ EventType: EventType.OrchestratorStarted }, atMs);
  }

  started(name = 'flow'): this {
    return this.add({
      EventType: EventType.ExecutionStarted,
      OrchestrationInstance: { InstanceId: 'i', ExecutionId: 'e' },
      ParentInstance: null,
      Name: name,
      Version: null,
      Input: 'null',
    });
  }

  scheduled(id: number, name = 'work'): this {
    return this.add({
      EventType: EventType.TaskScheduled,
      EventId: id,
      Name: name,
      Version: '',
      Input: null,
    });
  }

  completed(id: number): this {
    return this.add({ EventType: EventType.TaskCompleted, TaskScheduledId: id, Result: '1' });
  }

  failed(id: number): this {
    return this.add({
      EventType: EventType.TaskFailed,
      TaskScheduledId: id,
      Reason: 'r',
      Details: 'd',
      FailureDetails: null,
    });
  }

  created(id: number, instanceId: string): this {
    return this.add({
      EventType: EventType.SubOrchestrationInstanceCreated,
      EventId: id,
      Name: 'child',
      Version: null,
      InstanceId: instanceId,
    });
  }

  childFailed(id: number): this {
    return this.add({
      EventType: EventType.SubOrchestrationInstanceFailed,
      TaskScheduledId: id,
      Reason: 'r',
      Details: 'd',
      FailureDetails: null,
    });
  }

  timer(id: number, fireAtMs = 0): this {
    return this.add({ EventType: EventType.TimerCreated, EventId: id, FireAt: time(fireAtMs) });
  }

  fired(id: number, fireAtMs = 0): this {
    return this.add({ EventType: EventType.TimerFired, TimerId: id, FireAt: time(fireAtMs) });
  }

  raised(name: string): this {
    return this.add({ EventType: EventType.EventRaised, Name: name, Input: '1' });
  }

  suspended(): this {
    return this.add({ EventType: EventType.ExecutionSuspended, Reason: 'hold' });
  }

  resumed(): this {
    return this.add({ EventType: EventType.ExecutionResumed, Reason: 'go' });
  }

  private add(fields: object, atMs = 0): this {
    this.events.push({ EventId: -1, IsPlayed: false, Timestamp: time(atMs), ...fields } as HistoryEvent);
    return this;
  }
}

/** A moment as the builder writes it. */
export function time(afterStartMs: number): string {
  return new Date(START_MS + afterStartMs).toISOString();
}

/** The first turn of an instance. */
export function begun(): HistoryBuilder {
  return new HistoryBuilder().turn().started();
}
