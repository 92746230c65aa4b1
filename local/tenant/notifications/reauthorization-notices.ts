import type { TenantContext } from '../core/tenant-context';
import { reauthorizationItem } from './notification-item';
import type { NotificationPump } from './notification-pump';
import { subscriptions } from './subscription';

/** Says `reauthorizationRequired` some minutes before the token behind a subscription runs out, once per token. */
export class ReauthorizationNotices {
  readonly #tenant: TenantContext;
  readonly #pump: NotificationPump;

  constructor(tenant: TenantContext, pump: NotificationPump) {
    this.#tenant = tenant;
    this.#pump = pump;
  }

  start(): void {
    for (const subscription of this.#tenant.store.in(subscriptions).all()) this.watch(subscription.id);
  }

  /** Call when a subscription was made or its token renewed. */
  watch(subscriptionId: string): void {
    const subscription = this.#tenant.store.in(subscriptions).get(subscriptionId);
    if (subscription === undefined || subscription.lifecycleNotificationUrl === null) return;
    const { tokenExpiresAtMs } = subscription;
    const dueMs = tokenExpiresAtMs - this.#tenant.switches.get('reauthorizationNoticeBeforeMinutes') * 60_000;
    this.#tenant.clock.schedule(dueMs, () => this.#say(subscriptionId, tokenExpiresAtMs));
  }

  #say(subscriptionId: string, tokenExpiresAtMs: number): void {
    const table = this.#tenant.store.in(subscriptions);
    const subscription = table.get(subscriptionId);
    if (subscription?.tokenExpiresAtMs !== tokenExpiresAtMs || subscription.noticeSentAtMs > 0) return;
    if (
      subscription.lifecycleNotificationUrl === null ||
      Date.parse(subscription.expirationDateTime) <= this.#tenant.clock.now()
    )
      return;
    this.#tenant.commit(() => {
      table.put({ ...subscription, noticeSentAtMs: this.#tenant.clock.now() });
      this.#pump.enqueue(
        subscription,
        subscription.lifecycleNotificationUrl ?? '',
        reauthorizationItem(this.#tenant, subscription),
        true,
      );
    });
  }
}
