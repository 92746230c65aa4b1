import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from './check';

/** Units of one product of the tenant. */
export interface SkuUnits {
  sku: string;
  bought: number;
  used: number;
}

/** What a group's licence came to for one user (Graph v1.0, licenseAssignmentState). */
export interface LicenceState {
  sku: string;
  /** The group that gives it; null = given to the user directly. */
  group: string | null;
  /** `Active`, `ActiveWithError`, `Disabled`, `Error`, or a newer value. */
  state: string;
  /** `CountViolation`, `MutuallyExclusiveViolation`, `None` and others. */
  error: string | null;
}

/** Will the next member of the Cloud PC group get a licence? Pure. */
export function judgeLicenceUnits(skusOfGroup: readonly string[], units: readonly SkuUnits[]): JudgedCheck {
  if (skusOfGroup.length === 0)
    return blockedCheck('licence', 'licence-missing', 'the Cloud PC group carries no licence');
  for (const sku of skusOfGroup) {
    const found = units.find((one) => one.sku === sku);
    const free = found === undefined ? 0 : found.bought - found.used;
    if (free <= 0) {
      const counted = `${found?.used ?? 0} of ${found?.bought ?? 0}`;
      return blockedCheck('licence', 'licence-missing', `${counted} units of licence ${sku} are in use`);
    }
  }
  return okCheck('licence', `the Cloud PC group carries ${skusOfGroup.length} licence(s) with free units`);
}

/** What the errors of group licensing mean (Identify and resolve licence assignment problems for a group, 2024). */
const MEANING: Readonly<Record<string, string>> = {
  CountViolation: 'no unit is free',
  MutuallyExclusiveViolation: 'it excludes another licence the guest has',
  DependencyViolation: 'it needs a service plan the guest does not have',
  ProhibitedInUsageLocationViolation: 'the guest’s usage location is missing or does not allow it',
  UniquenessViolation: 'an address of the guest is used twice',
};

/**
 * Did the guest get the licence of its Cloud PC group? Group licensing fails silently, user by user: only these states
 * show it. No state yet is no failure: the licence is given in the background. Pure.
 */
export function judgeLicence(states: readonly LicenceState[], group: string): JudgedCheck {
  const ours = states.filter((one) => one.group?.toLowerCase() === group.toLowerCase());
  const failed = ours.find(({ state }) => state === 'Error');
  if (failed !== undefined) {
    const error = failed.error ?? 'no error named';
    const because = MEANING[error] ?? 'see the licences of the group in the Microsoft 365 admin centre';
    const observed = `licence ${failed.sku} was not given to the guest: ${error}, ${because}`;
    return blockedCheck('licence', 'licence-missing', observed);
  }
  return ours.some(({ state }) => state.startsWith('Active'))
    ? okCheck('licence', 'the guest has the licence of the Cloud PC group')
    : warningCheck('licence', 'the licence of the Cloud PC group has not reached the guest yet', 'Wait.');
}
