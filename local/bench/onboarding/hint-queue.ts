import type { HintBus } from '../../../shared/clients/hint-bus';
import type { Hint } from '../../../shared/domain/hint';

/** The hints queue in memory: what is due now in its order, alarms by their time. */
export class HintQueue implements HintBus {
  private due: string[] = [];
  private readonly alarms = new Map<number, string[]>();

  send(hints: readonly Hint[], notBefore?: string): Promise<void> {
    for (const hint of hints) {
      const text = JSON.stringify(hint);
      if (notBefore === undefined) this.due.push(text);
      else this.alarms.set(Date.parse(notBefore), [...(this.alarms.get(Date.parse(notBefore)) ?? []), text]);
    }
    return Promise.resolve();
  }

  takeDue(nowMs: number, most: number): unknown[] {
    this.ring(nowMs);
    const taken = this.due.slice(0, most);
    this.due = this.due.slice(most);
    return taken.map((text) => JSON.parse(text) as unknown);
  }

  isDue(nowMs: number): boolean {
    this.ring(nowMs);
    return this.due.length > 0;
  }

  /** When the next alarm rings; undefined = none is set. */
  nextDueMs(): number | undefined {
    return this.alarms.size === 0 ? undefined : Math.min(...this.alarms.keys());
  }

  private ring(nowMs: number): void {
    for (const [atMs, texts] of this.alarms) {
      if (atMs > nowMs) continue;
      this.due.push(...texts);
      this.alarms.delete(atMs);
    }
  }
}
