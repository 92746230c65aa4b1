import type { DirectoryChange } from '../core/change-log';
import type { TenantContext } from '../core/tenant-context';
import type { ScheduledCall } from '../core/tenant-clock';
import { usualDelivery, type DeliverySettings } from './delivery-settings';
import { EndpointHealth, type EndpointState, type SlowRule } from './endpoint-health';
import { isWatched, noticeItem } from './notification-item';
import { giveUpAt, pauseAfter, pendingNotifications, type PendingNotification } from './pending-notification';
import { subscriptions, type Subscription } from './subscription';
import { postToWebhook } from './webhook-client';

const FIRST_ANSWER_MS = 3_000;
const LONGEST_ANSWER_MS = 10_000;
const POSTS_AT_ONCE = 4;
const TOKEN_CHECK_MS = 60_000;

export interface PumpCounts {
  delivered: number;
  failedAttempts: number;
  givenUp: number;
  dropped: number;
  lost: number;
  duplicated: number;
}

/** Sends change notices to the endpoints of the subscriptions, with the documented retries and penalties. */
export class NotificationPump {
  readonly #tenant: TenantContext;
  readonly #health = new Map<string, EndpointHealth>();
  readonly #inFlight = new Set<string>();
  readonly #counts: PumpCounts = {
    delivered: 0,
    failedAttempts: 0,
    givenUp: 0,
    dropped: 0,
    lost: 0,
    duplicated: 0,
  };
  #settings: DeliverySettings = usualDelivery;
  #wake: { call: ScheduledCall; dueMs: number } | undefined;
  #stopped = false;
  #drainWaiters: (() => void)[] = [];

  constructor(tenant: TenantContext) {
    this.#tenant = tenant;
  }

  /** Takes up what was under way before a restart and listens to the directory from now on. */
  start(): void {
    this.#tenant.changes.listen((change) => this.#changed(change));
    for (const pending of this.#pending()) this.#wakeAt(pending.dueAtMs);
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.call.cancel();
    this.#wakeDrainWaiters();
  }

  get settings(): DeliverySettings {
    return this.#settings;
  }

  /** Changes the delivery; what was kept back goes out when the pause ends. */
  configure(change: Partial<DeliverySettings>): DeliverySettings {
    this.#settings = { ...this.#settings, ...change };
    if (!this.#settings.paused) this.#wakeAt(this.#tenant.clock.now());
    return this.#settings;
  }

  /** Counts, what is waiting, and the state of each endpoint. */
  report(): PumpCounts & { waiting: number; endpoints: Record<string, EndpointState> } {
    const nowMs = this.#tenant.clock.now();
    const states = [...this.#health].map(
      ([url, health]) => [new URL(url).pathname, health.state(nowMs)] as const,
    );
    return { ...this.#counts, waiting: this.#pending().length, endpoints: Object.fromEntries(states) };
  }

  /** Resolves when no notice is due and none is under way; those that wait for later do not count. */
  async drained(): Promise<{ waiting: number }> {
    while (!this.#stopped && (this.#inFlight.size > 0 || this.#hasDue())) {
      await new Promise<void>((resolve) => this.#drainWaiters.push(resolve));
    }
    return { waiting: this.#pending().length };
  }

  #hasDue(): boolean {
    const nowMs = this.#tenant.clock.now();
    return !this.#settings.paused && this.#pending().some((pending) => pending.dueAtMs <= nowMs);
  }

  /** Puts one notice on its way. */
  enqueue(
    subscription: Subscription,
    endpoint: string,
    item: Record<string, unknown>,
    isLifecycle = false,
  ): void {
    const { clock, ids } = this.#tenant;
    const health = this.#healthOf(endpoint);
    if (health.state(clock.now()) === 'drop') {
      this.#counts.dropped += 1;
      return;
    }
    if (ids.fraction('notices/loss') < this.#settings.lossProbability) {
      this.#counts.lost += 1;
      return;
    }
    this.#put(subscription, endpoint, item, isLifecycle);
    if (ids.fraction('notices/duplicate') < this.#settings.duplicateProbability) {
      this.#counts.duplicated += 1;
      this.#put(subscription, endpoint, item, isLifecycle);
    }
  }

  #changed(change: DirectoryChange): void {
    const copies = change.change === 'created' ? this.#tenant.switches.get('notificationsPerInvitation') : 1;
    for (const subscription of this.#tenant.store.in(subscriptions).all()) {
      if (
        Date.parse(subscription.expirationDateTime) <= this.#tenant.clock.now() ||
        !isWatched(subscription, change)
      )
        continue;
      const item = noticeItem(this.#tenant, subscription, change);
      for (let copy = 0; copy < copies; copy += 1)
        this.enqueue(subscription, subscription.notificationUrl, item);
    }
  }

  #put(
    subscription: Subscription,
    endpoint: string,
    item: Record<string, unknown>,
    isLifecycle: boolean,
  ): void {
    const { clock, ids, store } = this.#tenant;
    const { delayMs, delaySpreadMs } = this.#settings;
    const spreadMs = delaySpreadMs === 0 ? 0 : Math.floor(delaySpreadMs * ids.fraction('notices/delay'));
    const dueAtMs = clock.now() + delayMs + spreadMs + this.#healthOf(endpoint).delayMs(clock.now());
    const id = String(ids.count('notices'));
    const giveUpAtMs = giveUpAt(dueAtMs);
    store.in(pendingNotifications).put({
      id,
      endpoint,
      subscriptionId: subscription.id,
      isLifecycle,
      item,
      attempts: 0,
      dueAtMs,
      giveUpAtMs,
    });
    this.#wakeAt(dueAtMs);
  }

  #wakeAt(dueMs: number): void {
    if (this.#stopped || (this.#wake !== undefined && this.#wake.dueMs <= dueMs)) return;
    this.#wake?.call.cancel();
    const call = this.#tenant.clock.schedule(dueMs, async () => {
      this.#wake = undefined;
      await this.#deliverDue();
    });
    this.#wake = { call, dueMs };
  }

  async #deliverDue(): Promise<void> {
    if (this.#settings.paused) return;
    const nowMs = this.#tenant.clock.now();
    const due = this.#pending().filter(
      (pending) => pending.dueAtMs <= nowMs && !this.#inFlight.has(pending.id),
    );
    const ready = this.#authorized(due, nowMs);
    await this.#deliverAll(this.#batches(ready));
    if (this.#stopped) return;
    this.#tenant.store.flush();
    const waiting = this.#pending().filter((pending) => !this.#inFlight.has(pending.id));
    if (waiting.length > 0)
      this.#wakeAt(waiting.reduce((least, { dueAtMs }) => Math.min(least, dueAtMs), Infinity));
    this.#wakeDrainWaiters();
  }

  #wakeDrainWaiters(): void {
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const resolve of waiters) resolve();
  }

  /** A few posts at a time: a burst must not look like a slow endpoint only because it comes all at once. */
  async #deliverAll(batches: readonly PendingNotification[][]): Promise<void> {
    for (const pending of batches.flat()) this.#inFlight.add(pending.id);
    const waiting = [...batches];
    const lane = async (): Promise<void> => {
      for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift())
        await this.#deliver(batch);
    };
    await Promise.all(Array.from({ length: POSTS_AT_ONCE }, lane));
  }

  /** Notices of a subscription whose token has run out wait for it to be authorized again, without penalty. */
  #authorized(due: readonly PendingNotification[], nowMs: number): PendingNotification[] {
    return due.filter((pending) => {
      const subscription = this.#tenant.store.in(subscriptions).get(pending.subscriptionId);
      if (subscription === undefined) {
        this.#tenant.store.in(pendingNotifications).delete(pending.id);
        return false;
      }
      const mustWait =
        this.#tenant.switches.get('reauthorizePauses') &&
        nowMs >= subscription.tokenExpiresAtMs &&
        !pending.isLifecycle;
      if (mustWait) this.#postpone(pending, TOKEN_CHECK_MS, nowMs);
      return !mustWait;
    });
  }

  #batches(ready: readonly PendingNotification[]): PendingNotification[][] {
    const order = this.#settings.shuffle ? this.#shuffled(ready) : ready;
    const byEndpoint = new Map<string, PendingNotification[][]>();
    for (const pending of order) {
      const batches = byEndpoint.get(pending.endpoint) ?? [];
      const last = batches.at(-1);
      if (last === undefined || last.length >= this.#settings.itemsPerPost) batches.push([pending]);
      else last.push(pending);
      byEndpoint.set(pending.endpoint, batches);
    }
    return [...byEndpoint.values()].flat();
  }

  #shuffled(ready: readonly PendingNotification[]): PendingNotification[] {
    const keyed = ready.map((pending) => ({ pending, key: this.#tenant.ids.fraction('notices/order') }));
    return keyed.sort((a, b) => a.key - b.key).map(({ pending }) => pending);
  }

  async #deliver(batch: readonly PendingNotification[]): Promise<void> {
    const endpoint = batch[0]?.endpoint ?? '';
    const isFirst = batch.some((pending) => pending.attempts === 0);
    const body = JSON.stringify({ value: batch.map((pending) => pending.item) });
    const answer = await postToWebhook(this.#tenant, {
      url: endpoint,
      contentType: 'application/json; charset=utf-8',
      body,
      timeoutMs: LONGEST_ANSWER_MS,
    });
    for (const pending of batch) this.#inFlight.delete(pending.id);
    if (this.#stopped) return;
    this.#healthOf(endpoint).answered(this.#tenant.clock.now(), answer.elapsedMs);
    const isAccepted = answer.status >= 200 && answer.status < 300;
    const isDelivered = isAccepted && answer.elapsedMs <= (isFirst ? FIRST_ANSWER_MS : LONGEST_ANSWER_MS);
    for (const pending of batch) this.#settle(pending, isDelivered);
  }

  #settle(pending: PendingNotification, isDelivered: boolean): void {
    if (isDelivered) {
      this.#counts.delivered += 1;
      this.#tenant.store.in(pendingNotifications).delete(pending.id);
      return;
    }
    this.#counts.failedAttempts += 1;
    const attempts = pending.attempts + 1;
    this.#postpone({ ...pending, attempts }, pauseAfter(attempts), this.#tenant.clock.now());
  }

  #postpone(pending: PendingNotification, pauseMs: number, nowMs: number): void {
    const dueAtMs = nowMs + pauseMs;
    const table = this.#tenant.store.in(pendingNotifications);
    if (dueAtMs <= pending.giveUpAtMs) {
      table.put({ ...pending, dueAtMs });
      return;
    }
    this.#counts.givenUp += 1;
    table.delete(pending.id);
  }

  #pending(): PendingNotification[] {
    return this.#tenant.store.in(pendingNotifications).all();
  }

  #healthOf(endpoint: string): EndpointHealth {
    const known = this.#health.get(endpoint);
    if (known !== undefined) return known;
    const made = new EndpointHealth(this.#tenant.switches.get('slowRule') as SlowRule);
    this.#health.set(endpoint, made);
    return made;
  }
}
