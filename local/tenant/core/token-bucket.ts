/** A bucket that fills steadily; taking from it when it is empty says how long to wait. */
export class TokenBucket {
  readonly capacity: number;
  readonly #refillPerMs: number;
  readonly #debtFloor: number;
  #level: number;
  #atMs: number;

  /** `refillPerSecond` tokens a second up to `capacity`; refused takings count too, down to `-debtLimit`. */
  constructor(capacity: number, refillPerSecond: number, nowMs: number, debtLimit = 0) {
    this.capacity = capacity;
    this.#refillPerMs = refillPerSecond / 1000;
    this.#debtFloor = -debtLimit;
    this.#level = capacity;
    this.#atMs = nowMs;
  }

  /** Takes `cost` tokens and returns 0, or takes what the debt limit allows and returns the seconds to wait. */
  take(cost: number, nowMs: number): number {
    this.#refill(nowMs);
    if (this.#level >= cost) {
      this.#level -= cost;
      return 0;
    }
    this.#level = Math.max(this.#debtFloor, this.#level - cost);
    return this.waitSeconds(cost, nowMs);
  }

  /** Seconds until `cost` tokens are there; 0 when they are. Takes nothing. */
  waitSeconds(cost: number, nowMs: number): number {
    this.#refill(nowMs);
    return this.#level >= cost ? 0 : (cost - this.#level) / this.#refillPerMs / 1000;
  }

  remaining(nowMs: number): number {
    this.#refill(nowMs);
    return Math.max(0, Math.floor(this.#level));
  }

  /** Use of the capacity; above 1 means calls beyond it. */
  usedFraction(nowMs: number): number {
    this.#refill(nowMs);
    return 1 - this.#level / this.capacity;
  }

  #refill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#atMs = Math.max(this.#atMs, nowMs);
    this.#level = Math.min(this.capacity, this.#level + passedMs * this.#refillPerMs);
  }
}
