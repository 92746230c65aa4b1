import { z } from 'zod';
import type { PartnerPolicy } from './partner-policy';

/** How many automatic removals of a partner's guests a day saw: `detail` of the cursor `removals-{partner}`. */
export const removalsDrawnSchema = z.object({
  /** UTC, for example `2026-11-25`. */
  day: z.string(),
  /** Guests that were let through: a guest's repeat is not counted twice. */
  guests: z.array(z.string()),
});
export type RemovalsDrawn = z.infer<typeof removalsDrawnSchema>;

/** Automatic removals a day: the larger of the policy's two figures (design, section 9). Pure. */
export const dailyRemovalCap = ({ caps }: Pick<PartnerPolicy, 'caps'>, guestsOfPartner: number): number =>
  Math.max(caps.removalsPerDay, Math.floor((guestsOfPartner * caps.removalsPercentPerDay) / 100));

/** Draws one removal of the day's cap; undefined = the cap is spent. A guest drawn already draws nothing. Pure. */
export function drawRemoval(
  drawn: RemovalsDrawn | undefined,
  day: string,
  guest: string,
  cap: number,
): RemovalsDrawn | undefined {
  const guests = drawn?.day === day ? drawn.guests : [];
  if (guests.includes(guest)) return { day, guests };
  return guests.length < cap ? { day, guests: [...guests, guest] } : undefined;
}
