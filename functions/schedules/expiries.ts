import { dayOf } from '../../shared/domain/sighting';
import type { IdempotencyKeys } from '../../shared/state/idempotency';
import type { MemberOutbox } from '../../shared/state/member-outbox';
import type { Sightings } from '../../shared/state/sightings';
import { byPage, type Expiry } from './expiry';
import { purgeGuests, type PurgeGuestsDeps } from './purge-guests';
import { purgeHeads, type PurgeHeadsDeps } from './purge-heads';
import { purgeLedgers, type PurgeLedgersDeps } from './purge-ledgers';
import { purgePlans, type PurgePlansDeps } from './purge-plans';

interface Deps extends PurgeGuestsDeps, PurgeHeadsDeps, PurgeLedgersDeps, PurgePlansDeps {
  idempotencyKeys: IdempotencyKeys;
  sightings: Sightings;
  outbox: MemberOutbox;
}

/** Everything that is not kept for good, and how each of it is forgotten: the only place. */
export const expiriesOf = (deps: Deps): readonly Expiry[] => [
  { table: 'keys', purge: byPage((before, most) => deps.idempotencyKeys.purgeBefore(before, most)) },
  { table: 'sightings', purge: byPage((before, most) => deps.sightings.purgeBefore(dayOf(before), most)) },
  { table: 'outbox', purge: byPage((before, most) => deps.outbox.purgeRefusedBefore(before, most)) },
  { table: 'notices', purge: byPage((before, most) => deps.noticeOutbox.purgeBefore(before, most)) },
  { table: 'heads', purge: purgeHeads(deps) },
  { table: 'plans', purge: purgePlans(deps) },
  { table: 'ledger', purge: purgeLedgers(deps) },
  { table: 'guests', purge: purgeGuests(deps) },
];
