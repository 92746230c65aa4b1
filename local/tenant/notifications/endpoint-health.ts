export type EndpointState = 'ok' | 'slow' | 'drop';

export type SlowRule = '2026-04' | 'older';

const WINDOW_MS = 10 * 60_000;
const SLOW_SHARE = 0.1;
const DROP_SHARE = 0.15;
const DROP_OVER_MS = 10_000;
const SLOW = {
  '2026-04': { overMs: 3_000, delayMs: WINDOW_MS },
  older: { overMs: 10_000, delayMs: 10_000 },
} as const;
// The pages speak of shares only; below this many answers one slow answer would already be "more than 10 %".
const FEWEST_ANSWERS = 10;

/**
 * The state of one notification endpoint (Graph webhooks page, 2026-04-22; the older page's figures by switch):
 * more than 10 % slow answers in ten minutes delay new notices, more than 15 % over ten seconds drop them.
 */
export class EndpointHealth {
  readonly #rule: (typeof SLOW)[SlowRule];
  #answers: { atMs: number; elapsedMs: number }[] = [];
  #state: EndpointState = 'ok';
  #untilMs = 0;

  constructor(rule: SlowRule) {
    this.#rule = SLOW[rule];
  }

  /** Takes note of one answer, or of none (`elapsedMs` is then the time waited). */
  answered(nowMs: number, elapsedMs: number): void {
    this.#answers = this.#answers.filter((answer) => answer.atMs > nowMs - WINDOW_MS);
    this.#answers.push({ atMs: nowMs, elapsedMs });
    if (this.state(nowMs) === 'drop' || this.#answers.length < FEWEST_ANSWERS) return;
    if (this.#share(DROP_OVER_MS) > DROP_SHARE) this.#enter('drop', nowMs);
    else if (this.#share(this.#rule.overMs) > SLOW_SHARE) this.#enter('slow', nowMs);
  }

  state(nowMs: number): EndpointState {
    if (this.#state !== 'ok' && nowMs >= this.#untilMs) {
      // The next notices are the probes: what was measured before does not count against them.
      this.#state = 'ok';
      this.#answers = [];
    }
    return this.#state;
  }

  /** How much later a new notice is sent. */
  delayMs(nowMs: number): number {
    return this.state(nowMs) === 'slow' ? this.#rule.delayMs : 0;
  }

  #enter(state: EndpointState, nowMs: number): void {
    this.#state = state;
    this.#untilMs = nowMs + WINDOW_MS;
  }

  #share(overMs: number): number {
    return this.#answers.filter((answer) => answer.elapsedMs > overMs).length / this.#answers.length;
  }
}
