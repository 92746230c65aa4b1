import { afterAll, beforeAll, beforeEach, describe } from '@jest/globals';
import { memoryAudit } from '../../../shared/state/memory/memory-audit';
import { memoryCursors } from '../../../shared/state/memory/memory-cursors';
import { memoryFailures } from '../../../shared/state/memory/memory-failures';
import { memoryHostRecords } from '../../../shared/state/memory/memory-host-records';
import { memoryIdempotencyKeys } from '../../../shared/state/memory/memory-idempotency-keys';
import { memoryInvitedGuests } from '../../../shared/state/memory/memory-invited-guests';
import { memoryLedger } from '../../../shared/state/memory/memory-ledger';
import { memoryMemberOutbox } from '../../../shared/state/memory/memory-member-outbox';
import { memoryNoticeOutbox } from '../../../shared/state/memory/memory-notice-outbox';
import { memoryPartnerStages } from '../../../shared/state/memory/memory-partner-stages';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { memoryPlans } from '../../../shared/state/memory/memory-plans';
import { memoryPseudonyms } from '../../../shared/state/memory/memory-pseudonyms';
import { memoryRemovalOrders } from '../../../shared/state/memory/memory-removal-orders';
import { memorySightings } from '../../../shared/state/memory/memory-sightings';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import { memorySubscriptionRecords } from '../../../shared/state/memory/memory-subscription-records';
import type { StatePorts } from '../../../shared/state/table/open-tables';
import { connectTables } from './connect-tables';
import { startAzurite, type Azurite } from '../../support/azurite';

/** All ports in memory, empty. */
export function memoryState(): StatePorts {
  return {
    subjects: memorySubjects(),
    partners: memoryPartners(),
    ledger: memoryLedger(),
    failures: memoryFailures(),
    hosts: memoryHostRecords(),
    invitedGuests: memoryInvitedGuests(),
    outbox: memoryMemberOutbox(),
    noticeOutbox: memoryNoticeOutbox(),
    sightings: memorySightings(),
    cursors: memoryCursors(),
    subscriptionRecords: memorySubscriptionRecords(),
    plans: memoryPlans(),
    audit: memoryAudit(),
    pseudonyms: memoryPseudonyms(),
    idempotencyKeys: memoryIdempotencyKeys(),
    orders: memoryRemovalOrders(),
    stages: memoryPartnerStages(),
  };
}

/** An Azurite of this test file's own; `fresh` gives ports on tables nobody used before. */
export function azuriteOfThisFile(): { azurite: () => Azurite; fresh: () => Promise<StatePorts> } {
  let azurite: Azurite;
  let tables = 0;
  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite.stop());
  return {
    azurite: () => azurite,
    fresh: () => {
      tables += 1;
      return connectTables({ connectionString: azurite.connectionString }, { prefix: `test${tables}x` });
    },
  };
}

/** Runs a port's sentences against both adapters, with empty ports for each sentence. */
export function onBothAdapters(port: string, sentences: (state: () => StatePorts) => void): void {
  let state: StatePorts;
  describe(`${port} in memory`, () => {
    beforeEach(() => {
      state = memoryState();
    });
    sentences(() => state);
  });
  describe(`${port} in Table Storage`, () => {
    const { fresh } = azuriteOfThisFile();
    beforeEach(async () => {
      state = await fresh();
    });
    sentences(() => state);
  });
}
