import type { HostCandidate } from '../choose-host';
import type { HostRecord } from '../host-record';
import type { SkuUnits } from '../judge-licence';
import type { PartnerPolicy } from '../partner-policy';
import type { SubjectRow } from '../subject-row';

/** A Cloud PC as it is counted. */
export interface CloudPcTally {
  /** Beta's `status`. */
  status: string;
  /** Id of the provisioning policy that made it; null = not told. */
  provisioningPolicy: string | null;
}

/** Direct members of a group: users by id, and how many are no users (groups, devices). */
export interface GroupTally {
  users: ReadonlySet<string>;
  others: number;
}

/** A source that could not be read, and what it said. */
export interface Unread {
  source: string;
  why: string;
}

/** One reading of everything that can run out. What is missing could not be read: {@link Unread} says why. */
export interface CapacityFacts {
  policies: readonly PartnerPolicy[];
  /** Rows of guests. */
  rows: readonly SubjectRow[];
  records: readonly HostRecord[];
  /** Session hosts by resource id of their pool, as the policies spell it. */
  pools: ReadonlyMap<string, readonly HostCandidate[]>;
  units: readonly SkuUnits[] | undefined;
  /** Licences that a Cloud PC group carries, by group. */
  skusOf: ReadonlyMap<string, readonly string[]>;
  cloudPcs: readonly CloudPcTally[] | undefined;
  /** Role assignments of a subscription, by its id in lower case. */
  roleAssignments: ReadonlyMap<string, number>;
  groups: ReadonlyMap<string, GroupTally>;
  unread: readonly Unread[];
}
