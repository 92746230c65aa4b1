import type { InvocationContext } from '@azure/functions';
import type { WatchedResource } from '../../shared/domain/subscription-plan';
import { subscriptionState } from '../../shared/domain/subscription-record';
import type { Audit } from '../../shared/state/audit';
import type { Failures } from '../../shared/state/failures';
import type { SubscriptionRecords } from '../../shared/state/subscription-records';
import { closeFinding } from '../close-finding';
import { openFinding } from '../open-finding';

interface Deps {
  subscriptionRecords: SubscriptionRecords;
  failures: Failures;
  audit: Audit;
  now: () => Date;
}

const alarmKey = (resource: WatchedResource): string => `subscription-${resource}`;

/** Closes the alarm of a resource that is subscribed to again; between two tries of a renewal it stays. Safe to repeat. */
export async function endAlarmIfActive(deps: Deps, resource: WatchedResource): Promise<void> {
  if (await isActive(deps, resource))
    await closeFinding(deps, alarmKey(resource), `a subscription to ${resource} is active again`);
}

/**
 * After trouble with the subscription to `resource`: a warning while one is active, for it is tried again; a failure
 * and an error in the log where none is, or none that Graph still delivers for. Safe to repeat.
 */
export async function alarmIfSilent(
  deps: Deps,
  resource: WatchedResource,
  error: unknown,
  context: InvocationContext,
): Promise<void> {
  if (await isActive(deps, resource)) {
    context.warn(`The subscription to ${resource} could not be renewed; it is tried again`, error);
    return;
  }
  context.error(`No subscription to ${resource} is active; only the sweep finds changes now`, error);
  const message = error instanceof Error ? error.message : 'no reason was given';
  await openFinding(deps, {
    flow: 'subscriptions',
    step: 'create',
    code: 'no-active-subscription',
    resource,
    key: alarmKey(resource),
    message: `Graph tells us of no change of ${resource}: ${message}`,
    fix: 'See that Graph can be reached and reaches the notification URL, and that the app may read what it subscribes to. Until then changes are found by the sweep, up to ten minutes late.',
    partner: null,
    evidence: null,
  });
}

async function isActive({ subscriptionRecords, now }: Deps, resource: WatchedResource): Promise<boolean> {
  const records = (await subscriptionRecords.list()).map(({ value }) => value);
  const nowMs = now().getTime();
  return records.some((one) => one.resource === resource && subscriptionState(one, nowMs) === 'active');
}
