import { closedTaskId, EventType, type InboundEvent, isCompletion } from './history-event';
import { type InstanceState, type Message } from './instance-state';

/** Messages of one batch that the execution takes note of, and why others were dropped. */
export interface Accepted {
  events: InboundEvent[];
  dropped: string[];
}

/** Drops late messages of an earlier execution and completions that were already there (facts 2.6, 3.1). */
export function acceptMessages(instance: InstanceState, batch: readonly Message[]): Accepted {
  const closed = new Set(instance.history.filter(isCompletion).map(closedTaskId));
  const events: InboundEvent[] = [];
  const dropped: string[] = [];
  for (const { executionId, event } of batch) {
    const kind = EventType[event.EventType];
    if (executionId !== undefined && executionId !== instance.executionId) {
      dropped.push(`${kind} of an earlier execution`);
    } else if (isCompletion(event) && closed.has(closedTaskId(event))) {
      dropped.push(`a second ${kind} of task ${closedTaskId(event)}`);
    } else {
      if (isCompletion(event)) closed.add(closedTaskId(event));
      events.push(event);
    }
  }
  return { events, dropped };
}
