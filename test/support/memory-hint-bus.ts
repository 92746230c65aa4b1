import type { HintBus } from '../../shared/clients/hint-bus';
import { hintSchema, type Hint } from '../../shared/domain/hint';

interface QueuedHint {
  /** As it would travel. */
  text: string;
  dueMs: number;
}

/** The hints queue in memory: at least once, alarms included. Whoever drives the test asks for what is due. */
export class MemoryHintBus implements HintBus {
  private readonly queued: QueuedHint[] = [];
  /** Everything that was ever said, oldest first. */
  readonly said: { hint: Hint; notBefore: string | undefined }[] = [];

  send(hints: readonly Hint[], notBefore?: string): Promise<void> {
    for (const hint of hints) {
      this.said.push({ hint: hintSchema.parse(hint), notBefore });
      this.queued.push({
        text: JSON.stringify(hint),
        dueMs: notBefore === undefined ? 0 : Date.parse(notBefore),
      });
    }
    return Promise.resolve();
  }

  /** Takes up to a hundred messages that are due, as one batch of the trigger. */
  takeDue(nowMs: number): unknown[] {
    const due = this.queued.filter(({ dueMs }) => dueMs <= nowMs).slice(0, 100);
    for (const message of due) this.queued.splice(this.queued.indexOf(message), 1);
    return due.map(({ text }) => JSON.parse(text) as unknown);
  }

  /** Puts anything on the queue, as a stranger might. */
  putRaw(message: unknown): void {
    this.queued.push({ text: JSON.stringify(message), dueMs: 0 });
  }

  /** When the next alarm rings; undefined = none is set. */
  nextDueMs(): number | undefined {
    return this.queued.length === 0 ? undefined : Math.min(...this.queued.map(({ dueMs }) => dueMs));
  }

  /** The broker forgets its alarms, as one may that was restored from a backup. */
  forget(): void {
    this.queued.length = 0;
  }
}
