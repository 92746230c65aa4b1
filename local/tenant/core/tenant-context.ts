import type { ChangeLog } from './change-log';
import type { FaultRules } from './fault-rules';
import type { SeededIds } from './seeded-ids';
import type { Store } from './store';
import type { Switches } from './switches';
import type { TenantClock } from './tenant-clock';
import type { TenantSettings } from './tenant-settings';
import type { ThrottleLedger } from './throttle-ledger';
import type { TrafficLog } from './traffic-log';

/** The tenant as every resource sees it. */
export interface TenantContext {
  readonly store: Store;
  readonly clock: TenantClock;
  readonly ids: SeededIds;
  readonly switches: Switches;
  readonly changes: ChangeLog;
  readonly settings: TenantSettings;
  readonly faults: FaultRules;
  readonly throttles: ThrottleLedger;
  readonly traffic: TrafficLog;
  /** `https://localhost:port`, known once the tenant listens; issuer of its tokens. */
  origin(): string;
  /** Runs `task` (a timer's or the control API's change of state) and makes its changes durable. */
  commit<T>(task: () => T): T;
}
