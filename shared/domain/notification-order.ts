import { isNotification, type KeptSighting } from './sighting';

/** What is odd about one notification. `unnumbered`: it carries neither time nor number, so nothing can be said. */
export type NotificationVerdict = 'first' | 'duplicate' | 'out-of-order' | 'unnumbered';

/**
 * Judges the notifications about one thing, in the order they came: one whose number (or time) was there before is a
 * duplicate, one that is older than another that came earlier is out of order. Without numbers, two in one delivery
 * are one and its duplicate (INFERRED: Graph sends one for each changed property). Pure.
 */
export function judgeNotifications(
  sightings: readonly KeptSighting[],
): { sighting: KeptSighting; verdict: NotificationVerdict }[] {
  const numbersSeen = new Set<string>();
  const deliveries = new Set<string>();
  let newest = -Infinity;
  return sightings.filter(isNotification).map((sighting) => {
    const number = sighting.sequence ?? (sighting.eventAt && Date.parse(sighting.eventAt));
    if (number === undefined || number === '') {
      const isRepeat = deliveries.has(sighting.at);
      deliveries.add(sighting.at);
      return { sighting, verdict: isRepeat ? 'duplicate' : 'unnumbered' };
    }
    const key = `${number} ${sighting.fact}`;
    if (numbersSeen.has(key)) return { sighting, verdict: 'duplicate' };
    numbersSeen.add(key);
    if (number < newest) return { sighting, verdict: 'out-of-order' };
    newest = number;
    return { sighting, verdict: 'first' };
  });
}
