/** Counts work under way, so that a test can wait until nothing is left to do without time moving. */
export class WorkTracker {
  private count = 0;
  private waiters: (() => void)[] = [];

  /** Counts one piece of work until the returned function is called; calling that again does nothing. */
  begin(): () => void {
    let isOpen = true;
    this.count += 1;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.count -= 1;
      if (this.count === 0) for (const wake of this.waiters.splice(0)) wake();
    };
  }

  get isIdle(): boolean {
    return this.count === 0;
  }

  /** Resolves when no work is under way; at once when none is. */
  async idle(): Promise<void> {
    while (this.count > 0) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }
}
