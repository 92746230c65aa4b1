import type { SubscriptionRecords } from '../../shared/state/subscription-records';

interface Deps {
  subscriptionRecords: SubscriptionRecords;
  now: () => Date;
}

/** A record is also written where a notification of it is heard: the other write is let pass, and this one repeated. */
const TRIES = 5;

/** Notes that Graph asked for these subscriptions to be reauthorised. Safe to repeat; throws where it could not be noted. */
export async function markAsked(
  { subscriptionRecords, now }: Deps,
  subscriptionIds: ReadonlySet<string>,
): Promise<void> {
  if (subscriptionIds.size === 0) return;
  const askedAt = now().toISOString();
  for (let tries = 0; tries < TRIES; tries += 1) {
    let conflicts = 0;
    for (const { value, etag } of await subscriptionRecords.list()) {
      const isMeant = value.id !== null && subscriptionIds.has(value.id) && value.askedAt === null;
      if (!isMeant) continue;
      const written = await subscriptionRecords.replace({ ...value, askedAt }, etag);
      if (written === 'conflict') conflicts += 1;
    }
    if (conflicts === 0) return;
  }
  throw new Error(`The records of our subscriptions changed under ${TRIES} writes in a row`);
}
