import { setTimeout as delay } from 'node:timers/promises';

/** What goes wrong on purpose, for tests of the clients' patience. */
export class Faults {
  /** While set, `$cbs` refuses every token. */
  refuseTokens = false;
  /** Each settlement waits this long before the broker looks at it. */
  settlementDelayMs = 0;

  async beforeSettlement(): Promise<void> {
    if (this.settlementDelayMs > 0) await delay(this.settlementDelayMs, undefined, { ref: false });
  }
}
