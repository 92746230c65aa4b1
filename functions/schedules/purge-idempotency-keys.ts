import type { InvocationContext } from '@azure/functions';
import type { IdempotencyKeys } from '../../shared/state/idempotency';

interface Deps {
  idempotencyKeys: IdempotencyKeys;
  now: () => Date;
}

/** A key is honoured for a day; an hour more, so that none is gone while its request is looked at. */
const KEPT_HOURS = 25;

/** Forgets the requests that nobody repeats any more. Safe to repeat. */
export const purgeIdempotencyKeys =
  ({ idempotencyKeys, now }: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const before = new Date(now().getTime() - KEPT_HOURS * 3_600_000).toISOString();
    const purged = await idempotencyKeys.purgeBefore(before);
    if (purged > 0) context.info(`Forgot ${purged} idempotency key(s) taken before ${before}`);
  };
