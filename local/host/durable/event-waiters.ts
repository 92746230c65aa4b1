import { type EventRaised } from './history-event';

/**
 * External events of one replay: names are matched exactly (recorded), the last waiter is served first, events without
 * a waiter wait in the order of their arrival (facts 2.9, recordings part 6).
 */
export class EventWaiters {
  private readonly waiters = new Map<string, (() => void)[]>();
  private readonly buffered = new Map<string, EventRaised[]>();

  /** Calls `onEvent` when an event of that name is there: at once when one was buffered. */
  wait(name: string, onEvent: () => void): void {
    const queue = this.buffered.get(name);
    if (queue?.shift()) {
      if (queue.length === 0) this.buffered.delete(name);
      onEvent();
      return;
    }
    this.waiters.set(name, [...(this.waiters.get(name) ?? []), onEvent]);
  }

  /** Serves the last waiter of the event's name, or keeps the event. */
  raise(event: EventRaised): void {
    const stack = this.waiters.get(event.Name);
    const serve = stack?.pop();
    if (stack?.length === 0) this.waiters.delete(event.Name);
    if (serve) serve();
    else this.buffered.set(event.Name, [...(this.buffered.get(event.Name) ?? []), event]);
  }

  get hasWaiters(): boolean {
    return this.waiters.size > 0;
  }

  /** Events nobody took. */
  unprocessed(): EventRaised[] {
    return [...this.buffered.values()].flat();
  }

  /** Events nobody took although somebody waits for the same name in another case. */
  differingOnlyByCase(): { raised: string; awaited: string }[] {
    const awaited = new Map([...this.waiters.keys()].map((name) => [name.toLowerCase(), name]));
    return [...this.buffered.keys()].flatMap((raised) => {
      const name = awaited.get(raised.toLowerCase());
      return name === undefined ? [] : [{ raised, awaited: name }];
    });
  }
}
