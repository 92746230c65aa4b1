import type { GroupId, HostId } from './ids';
import type { StepVerdict } from './plan';
import { isVersionAtLeast } from './version';

/** What a guest should have; the names of groups and versions come from the partner's policy. */
export interface DesiredAccess {
  accessGroup: GroupId;
  /** The group that carries licence and provisioning policy of a Cloud PC; null = a personal host is wanted. */
  cloudPcGroup: GroupId | null;
  clientVersion: string;
}

/** What was read of a guest. `isOurs`: an earlier run gave it, or somebody made us its owner. */
export interface ObservedAccess {
  /** The partner's managed groups that hold the guest directly. */
  memberships: { group: GroupId; isOurs: boolean }[];
  /** The group among the partner's whose loss deletes a Cloud PC; null = the partner has none. */
  cloudPcGroup: GroupId | null;
  /** The personal host that is leased to the guest; null = none is. */
  personalHost: { host: HostId; isAssigned: boolean; isOurs: boolean } | null;
  hasFreeHost: boolean;
  /** Status as the service says it; null = the guest has no Cloud PC. */
  cloudPc: { host: HostId; status: string } | null;
  /** The client proved on the wanted desktop; null = none was. */
  client: { version: string } | null;
  /** What is not prepared and keeps every guest of the partner out, in a sentence each. */
  gaps: string[];
}

export type AccessStepName =
  | 'readPreparation'
  | 'ensureMember'
  | 'removeMember'
  | 'ensurePersonalHost'
  | 'freePersonalHost'
  | 'readCloudPc'
  | 'ensureClient';

/** One step, as the live tenant stands. */
export interface AccessStep {
  step: AccessStepName;
  verdict: StepVerdict;
  /** What it works on, by id; null where there is nothing to name yet. */
  on: string | null;
  /** What was seen, or why it cannot be done, in a sentence. */
  because: string;
}

const READY_CLOUD_PC = new Set(['provisioned', 'provisionedWithWarnings']);

/**
 * The steps between what a guest has and what it should have; `null` = nothing. Pure. Applied, the plan gives what is
 * desired; planned again, it changes nothing; what is not ours is never removed, and a desktop with somebody's files on
 * it goes only where nothing is desired any more.
 */
export function planAccess(desired: DesiredAccess | null, observed: ObservedAccess): AccessStep[] {
  if (desired === null) return planRemoval(observed);
  const gaps = observed.gaps.map((gap) => step('readPreparation', 'blocked', null, gap));
  const wanted = [...planMembers(desired, observed), ...planDesktop(desired, observed)];
  const given = gaps.length === 0 ? wanted : wanted.map(afterGap);
  return [...gaps, ...given, ...planSurplus(desired, observed)];
}

const step = (
  name: AccessStepName,
  verdict: StepVerdict,
  on: string | null,
  because: string,
): AccessStep => ({ step: name, verdict, on, because });

const afterGap = (one: AccessStep): AccessStep =>
  one.verdict === 'will-create'
    ? { ...one, verdict: 'blocked', because: 'the partner is not prepared' }
    : one;

function planMembers({ accessGroup, cloudPcGroup }: DesiredAccess, observed: ObservedAccess): AccessStep[] {
  const groups = cloudPcGroup === null ? [accessGroup] : [accessGroup, cloudPcGroup];
  return groups.map((group) =>
    observed.memberships.some((one) => one.group === group)
      ? step('ensureMember', 'already-true', group, `direct member of group ${group}`)
      : step('ensureMember', 'will-create', group, `no direct member of group ${group}`),
  );
}

function planDesktop(desired: DesiredAccess, observed: ObservedAccess): AccessStep[] {
  const desktop = desired.cloudPcGroup === null ? planHost(observed) : planCloudPc(observed);
  return [desktop, planClient(desired, observed, desktop.on)];
}

function planHost({ personalHost, hasFreeHost }: ObservedAccess): AccessStep {
  if (personalHost !== null) {
    const { host, isAssigned } = personalHost;
    return isAssigned
      ? step('ensurePersonalHost', 'already-true', host, `host ${host} is assigned to the guest`)
      : step('ensurePersonalHost', 'will-create', host, `host ${host} is not assigned to the guest`);
  }
  return hasFreeHost
    ? step('ensurePersonalHost', 'will-create', null, 'the guest has no host, and one is free')
    : step('ensurePersonalHost', 'blocked', null, 'the guest has no host, and none is free');
}

function planCloudPc({ cloudPc }: ObservedAccess): AccessStep {
  if (cloudPc === null) {
    return step('readCloudPc', 'will-create', null, 'the guest has no Cloud PC: licence and policy make one');
  }
  const { host, status } = cloudPc;
  const because = `Cloud PC ${host} is ${status}`;
  if (READY_CLOUD_PC.has(status)) return step('readCloudPc', 'already-true', host, because);
  return step('readCloudPc', status === 'failed' ? 'blocked' : 'will-create', host, because);
}

function planClient(
  { clientVersion }: DesiredAccess,
  { client }: ObservedAccess,
  desktop: string | null,
): AccessStep {
  const seen = client === null ? 'none was seen' : `${client.version} was seen`;
  return client !== null && isVersionAtLeast(client.version, clientVersion)
    ? step('ensureClient', 'already-true', desktop, `client ${seen}`)
    : step('ensureClient', 'will-create', desktop, `client ${clientVersion} is wanted, ${seen}`);
}

/** What the guest has beside what it should have, while it should have something. */
function planSurplus(desired: DesiredAccess, observed: ObservedAccess): AccessStep[] {
  const wanted = new Set([desired.accessGroup, desired.cloudPcGroup]);
  const groups = observed.memberships.filter(({ group }) => !wanted.has(group));
  const { personalHost } = observed;
  const isSurplusHost = desired.cloudPcGroup !== null && personalHost !== null;
  return [
    ...groups.map((one) => planLeaving(one, observed)),
    ...(isSurplusHost
      ? [step('freePersonalHost', 'blocked', personalHost.host, 'the guest’s files are on it: it stays')]
      : []),
  ];
}

function planLeaving(
  { group, isOurs }: ObservedAccess['memberships'][number],
  { cloudPcGroup }: ObservedAccess,
): AccessStep {
  if (!isOurs) return step('removeMember', 'already-true', group, 'somebody else gave it: it stays');
  if (group === cloudPcGroup) {
    const because = 'leaving this group deletes a Cloud PC: it takes an order of its own';
    return step('removeMember', 'blocked', group, because);
  }
  return step('removeMember', 'will-remove', group, `direct member of group ${group}`);
}

function planRemoval(observed: ObservedAccess): AccessStep[] {
  const { personalHost } = observed;
  const leaving = observed.memberships.map((one) => planLeaving(one, observed));
  if (personalHost === null) return leaving;
  const { host, isOurs } = personalHost;
  const freeing = isOurs
    ? step('freePersonalHost', 'will-remove', host, `host ${host} is leased to the guest`)
    : step('freePersonalHost', 'already-true', host, 'somebody else gave it: it stays');
  return [...leaving, freeing];
}
