/** What a client application did to the tenant's limits. */
export interface CallerUse {
  appId: string;
  calls: number;
  writes: number;
  resourceUnits: number;
  throttled: number;
  /** Calls made before a Retry-After that the tenant had given for the same limit was over. */
  offences: number;
}

/** Counts calls, refusals and impatience by application; read by the control API and the bench. */
export class ThrottleLedger {
  readonly #uses = new Map<string, CallerUse>();
  readonly #notBefore = new Map<string, number>();

  /** One call that draws on `limits`; an offence when one of them is still shut for this application. */
  called(
    appId: string,
    limits: readonly string[],
    nowMs: number,
    cost: { resourceUnits: number; writes: number },
  ): void {
    const use = this.#of(appId);
    use.calls += 1;
    use.writes += cost.writes;
    use.resourceUnits += cost.resourceUnits;
    if (limits.some((limit) => nowMs < (this.#notBefore.get(`${appId}/${limit}`) ?? 0))) use.offences += 1;
  }

  /** The tenant said 429 and when to come back. */
  throttled(appId: string, limit: string, retryAtMs: number | undefined): void {
    this.#of(appId).throttled += 1;
    if (retryAtMs !== undefined) this.#notBefore.set(`${appId}/${limit}`, retryAtMs);
  }

  list(): CallerUse[] {
    return [...this.#uses.values()].map((use) => ({ ...use }));
  }

  reset(): void {
    this.#uses.clear();
    this.#notBefore.clear();
  }

  #of(appId: string): CallerUse {
    const known = this.#uses.get(appId);
    if (known !== undefined) return known;
    const made = { appId, calls: 0, writes: 0, resourceUnits: 0, throttled: 0, offences: 0 };
    this.#uses.set(appId, made);
    return made;
  }
}
