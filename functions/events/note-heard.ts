import type { InvocationContext } from '@azure/functions';
import type { Metrics } from '../../shared/clients/metrics';
import type { Hint } from '../../shared/domain/hint';
import { isNotification, type KeptSighting } from '../../shared/domain/sighting';
import type { Sightings } from '../../shared/state/sightings';
import type { SubscriptionRecords } from '../../shared/state/subscription-records';

interface Deps {
  sightings: Sightings;
  subscriptionRecords: SubscriptionRecords;
  metrics: Pick<Metrics, 'record'>;
}

/** Notes what hints said beside whom to look at. Never throws: the look matters more than the report about it. */
export type NoteHeard = (
  heard: { taken: readonly Hint[]; all: readonly Hint[] },
  context: InvocationContext,
) => Promise<void>;

/** When a subscription was last heard is written at most this often. */
const HEARD_EVERY_MS = 30_000;

/**
 * Keeps the sightings of the hints that were taken (members' changes are none of the report's business), and when
 * each subscription was last heard. Safe to repeat. Trouble is logged: the report then lacks these sightings.
 */
export const noteHeard =
  (deps: Deps): NoteHeard =>
  async ({ taken, all }, context) => {
    try {
      await Promise.all([...sightingsOf(taken)].map(([guest, kept]) => deps.sightings.record(guest, kept)));
      await noteSubscriptions(deps, all);
      measureLag(deps.metrics, taken);
    } catch (error) {
      context.warn(`What ${taken.length} hint(s) said was not kept; the missed-event report lacks it`, error);
    }
  };

/** Only where a notification dates its change; a webhook's usually does not. */
function measureLag(metrics: Pick<Metrics, 'record'>, hints: readonly Hint[]): void {
  for (const { by, at, eventAt } of hints.flatMap(({ seen = [] }) => seen)) {
    if (eventAt === undefined || !isNotification({ by })) continue;
    metrics.record('gatehouse.notification_lag', Math.max(0, Date.parse(at) - Date.parse(eventAt)) / 1000, {
      by,
    });
  }
}

function sightingsOf(hints: readonly Hint[]): Map<string, KeptSighting[]> {
  const byGuest = new Map<string, KeptSighting[]>();
  for (const { id, hintId, viaGroup, seen = [] } of hints) {
    const kept = seen.map((one, index) => ({ ...one, id: `${hintId}#${viaGroup ?? ''}#${index}` }));
    if (kept.length > 0) byGuest.set(id, [...(byGuest.get(id) ?? []), ...kept]);
  }
  return byGuest;
}

async function noteSubscriptions({ subscriptionRecords }: Deps, hints: readonly Hint[]): Promise<void> {
  const heardAt = lastHeard(hints);
  if (heardAt.size === 0) return;
  for (const { value, etag } of await subscriptionRecords.list()) {
    const at = heardAt.get(value.id ?? '');
    // On a conflict somebody else wrote the record: the next notification notes it.
    if (at !== undefined && isWorthNoting(value.heardAt, at))
      await subscriptionRecords.replace({ ...value, heardAt: at }, etag);
  }
}

const isWorthNoting = (before: string | null, at: string): boolean =>
  before === null || Date.parse(at) - Date.parse(before) >= HEARD_EVERY_MS;

function lastHeard(hints: readonly Hint[]): Map<string, string> {
  const heardAt = new Map<string, string>();
  for (const { subscription, seen } of hints) {
    const at = (seen ?? [])
      .map((one) => one.at)
      .sort()
      .at(-1);
    if (subscription === undefined || at === undefined) continue;
    if (at > (heardAt.get(subscription) ?? '')) heardAt.set(subscription, at);
  }
  return heardAt;
}
