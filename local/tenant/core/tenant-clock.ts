export interface ScheduledCall {
  /** Takes the call back; nothing happens when it has already run. */
  cancel(): void;
}

interface PendingCall {
  dueMs: number;
  order: number;
  run: () => void | Promise<void>;
}

/** How the clock moves: with the machine's, or only when told to. */
export type ClockMode = 'real' | 'virtual';

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The tenant's time, in milliseconds since 1970. A real clock runs with the machine's clock and can be put
 * forward; a virtual clock stands still between two calls of `advance`.
 */
export class TenantClock {
  readonly #mode: ClockMode;
  #virtualNowMs: number;
  #offsetMs = 0;
  #order = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #calls: PendingCall[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(mode: ClockMode = 'real', startMs: number = Date.now()) {
    this.#mode = mode;
    this.#virtualNowMs = startMs;
  }

  now(): number {
    return this.#mode === 'virtual' ? this.#virtualNowMs : Date.now() + this.#offsetMs;
  }

  /** The present moment as the services print it. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }

  /** Runs `run` once when the clock reaches `dueMs`; a moment that has passed means "as soon as possible". */
  schedule(dueMs: number, run: () => void | Promise<void>): ScheduledCall {
    const call: PendingCall = { dueMs, order: (this.#order += 1), run };
    this.#calls.push(call);
    this.#arm();
    return {
      cancel: () => {
        const at = this.#calls.indexOf(call);
        if (at >= 0) this.#calls.splice(at, 1);
      },
    };
  }

  /** Resolves when the clock has moved on by `ms`. */
  async delay(ms: number): Promise<void> {
    await new Promise<void>((resolve) => this.schedule(this.now() + ms, () => resolve()));
  }

  /** Puts the clock forward and runs what falls due on the way, in order, each call awaited. */
  async advance(ms: number): Promise<void> {
    const targetMs = this.now() + Math.max(0, ms);
    await this.#underWay();
    for (let call = this.#takeDue(targetMs); call !== undefined; call = this.#takeDue(targetMs)) {
      this.#moveTo(call.dueMs);
      await call.run();
      await this.#underWay();
    }
    this.#moveTo(targetMs);
    this.#arm();
  }

  /** Sets the clock as it was when the tenant stopped; never moves it back. */
  restore(offsetMs: number, virtualNowMs: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, offsetMs);
    this.#virtualNowMs = Math.max(this.#virtualNowMs, virtualNowMs);
  }

  /** What `restore` needs. */
  position(): { offsetMs: number; virtualNowMs: number } {
    return { offsetMs: this.#offsetMs, virtualNowMs: this.#virtualNowMs };
  }

  /** Forgets every scheduled call. */
  stop(): void {
    this.#calls.length = 0;
    clearTimeout(this.#timer);
  }

  #moveTo(ms: number): void {
    const ahead = Math.max(0, ms - this.now());
    if (this.#mode === 'virtual') this.#virtualNowMs += ahead;
    else this.#offsetMs += ahead;
  }

  #earliest(): PendingCall | undefined {
    return this.#calls.reduce<PendingCall | undefined>(
      (best, call) =>
        best === undefined ||
        call.dueMs < best.dueMs ||
        (call.dueMs === best.dueMs && call.order < best.order)
          ? call
          : best,
      undefined,
    );
  }

  #takeDue(untilMs: number): PendingCall | undefined {
    const call = this.#earliest();
    if (call === undefined || call.dueMs > untilMs) return undefined;
    this.#calls.splice(this.#calls.indexOf(call), 1);
    return call;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#earliest();
    if (next === undefined) return;
    const waitMs = next.dueMs - this.now();
    // A virtual clock runs by itself only what is due already: the rest waits for `advance`.
    if (this.#mode === 'virtual' && waitMs > 0) return;
    this.#timer = setTimeout(() => this.#runDue(), Math.min(Math.max(0, waitMs), LONGEST_TIMEOUT_MS));
    this.#timer.unref();
  }

  /** Nothing waits for a call that takes long: a slow webhook must not hold up a virtual machine's start. */
  #runDue(): void {
    for (let call = this.#takeDue(this.now()); call !== undefined; call = this.#takeDue(this.now())) {
      this.#start(call);
    }
    this.#arm();
  }

  #start(call: PendingCall): void {
    const ended = call.run();
    if (ended === undefined) return;
    const tracked: Promise<void> = ended.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** Before time moves on, what it has started must have ended. */
  async #underWay(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
