import { dailyRemovalCap, drawRemoval, removalsDrawnSchema } from '../../shared/domain/removal-cap';
import { RetryableError } from '../../shared/domain/codes';
import type { RemovalOrder } from '../../shared/domain/removal-order';
import type { Cursors } from '../../shared/state/cursors';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';
import { countGuests } from './count-guests';
import type { GatewayDeps } from './gateway';

interface Deps {
  cursors: Cursors;
  partners: Partners;
  subjects: Subjects;
  now: () => Date;
}

const NONE_A_DAY = { caps: { removalsPerDay: 0, removalsPercentPerDay: 0 } };

/**
 * The gateway's own count of what it does without a plan: a runtime part that was taken over could ask for anything
 * and draw from a cap of its own. What gives something back needs no cap. Safe to repeat.
 */
export const drawFromCap =
  ({ cursors, partners, subjects, now }: Deps): GatewayDeps['drawFromCap'] =>
  async (order: RemovalOrder) => {
    if (order.plan !== null || order.action === 'enable-account' || order.action === 'restore-account')
      return undefined;
    const policy = (await partners.read(order.partner))?.value ?? NONE_A_DAY;
    const cap = dailyRemovalCap(policy, await countGuests(subjects, order.partner));
    const name = `orders-${order.partner}`;
    const savedAt = now().toISOString();
    const stored = await cursors.read(name);
    const drawn = stored === undefined ? undefined : removalsDrawnSchema.parse(stored.value.detail);
    const detail = drawRemoval(drawn, savedAt.slice(0, 10), order.guest, cap);
    if (detail === undefined) {
      const message = `the offboarding part did ${cap} guest(s) of partner ${order.partner} without a plan today, which is the cap`;
      return { code: 'removal-cap', message };
    }
    if ((await cursors.save({ name, savedAt, detail }, stored?.etag)) === 'written') return undefined;
    throw new RetryableError('unavailable', `The cursor ${name} changed meanwhile: it is drawn again`, 1);
  };
