import type { GroupChanges } from '../shared/clients/group-changes';
import type { Groups } from '../shared/clients/groups';
import type { PartnerSettings } from '../shared/clients/partner-settings';
import type { UserChanges } from '../shared/clients/user-changes';
import type { Retention } from '../shared/domain/retention';
import type { Cursors } from '../shared/state/cursors';
import type { Sightings } from '../shared/state/sightings';
import type { SubscriptionRecords } from '../shared/state/subscription-records';
import type { ValidationTokenCheck } from './events/validation-tokens';

/** What the ways by which changes reach us need beside the ports of the flows. */
export interface EventPorts {
  userChanges: UserChanges;
  groupChanges: GroupChanges;
  groups: Groups;
  partnerSettings: PartnerSettings;
  cursors: Cursors;
  sightings: Sightings;
  subscriptionRecords: SubscriptionRecords;
}

export interface EventSettings {
  /** Where Graph sends notifications: our webhook, or an Event Grid partner topic (`EventGrid:?...`). */
  notificationUrl: string;
  /** Where it sends word of the subscriptions themselves; the same topic where it is one. */
  lifecycleUrl: string;
  partnerEventsQueue: string;
  retention: Retention;
  validationTokens: ValidationTokenCheck;
}
