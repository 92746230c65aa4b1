import { type HistoryEvent } from './history-event';
import { type InstanceState } from './instance-state';

interface Kept {
  executionId: string;
  /** How many events of the instance's history `text` holds. */
  count: number;
  /** Their JSON texts, each followed by a comma. */
  text: string;
}

/**
 * The JSON text of histories. An event of the past never changes, and each turn sends the whole history again: what
 * was sent is kept, so that every event is put into text once.
 */
export class HistoryTexts {
  private readonly kept = new WeakMap<InstanceState, Kept>();

  /** The instance's history and then `fresh`, as a JSON array. */
  textOf(instance: InstanceState, fresh: readonly HistoryEvent[]): string {
    const past = this.textOfPast(instance) + textsOf(fresh);
    return `[${past.slice(0, -1)}]`;
  }

  /** The instance has ended: nobody asks for it again. */
  forget(instance: InstanceState): void {
    this.kept.delete(instance);
  }

  private textOfPast(instance: InstanceState): string {
    const { executionId, history, isFresh } = instance;
    // The first turn after continue-as-new marks the events its history began with as played.
    if (isFresh) return textsOf(history);
    const known = this.kept.get(instance);
    const before = known?.executionId === executionId ? known : { count: 0, text: '' };
    const text = before.text + textsOf(history.slice(before.count));
    this.kept.set(instance, { executionId, count: history.length, text });
    return text;
  }
}

const textsOf = (events: readonly HistoryEvent[]): string =>
  events.map((event) => `${JSON.stringify(event)},`).join('');
