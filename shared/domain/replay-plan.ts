import { planAccess, type AccessStep, type ObservedAccess } from './access-plan';
import { isAdoptedIn } from './adopted';
import type { GuestSituation } from './guest-facts';
import { guestBan, guestIntent, wasAtWork, type GuestRow } from './guest-intent';
import { guestRecord } from './guest-record';
import { HOLDS } from './holds';
import type { Intent } from './intent';
import { BAN_TEXT } from './may-write';
import { basisOf, type PlannedStep } from './plan';
import type { SubjectRow } from './subject-row';

/** All that was read of one guest at one moment, in batches with others. */
export interface LiveGuest {
  situation: GuestSituation;
  personalHost: { host: NonNullable<ObservedAccess['personalHost']>['host']; isAssigned: boolean } | null;
  /** A host is left for this guest, those taken by guests read before it not counted. */
  hasFreeHost: boolean;
  cloudPc: ObservedAccess['cloudPc'];
  client: { version: string } | null;
}

/** What a replay of one guest would do, and what was seen that it hangs on, part by part. */
export interface GuestReplay {
  steps: PlannedStep[];
  /** What the guest's run would make of it. */
  want: Intent['kind'];
  /** Hash by part: where one differs later, its name says what moved. */
  basis: Readonly<Record<BasisPart, string>>;
}

/** What a plan hangs on. A free host is not among it: the guest's own run takes one, or says that there is none. */
export const BASIS_PARTS = ['intent', 'policy', 'account', 'memberships', 'desktop', 'removal'] as const;
export type BasisPart = (typeof BASIS_PARTS)[number];

/** Steps of a removal: a failure of one of them was met while access was taken away. */
const REMOVAL_STEPS = new Set([
  'permitRemoval',
  'removeMember',
  'endSessions',
  'freePersonalHost',
  'ensureOrder',
  'readRemoval',
]);

/** Failures of these tell nothing of what the run was at: it died, or had not decided yet. */
const UNDIRECTED = new Set(['run', 'readGuestSituation']);

/**
 * Plans the replay of one guest from what the tenant says now. Pure. `failedSteps`: where the guest's runs stopped:
 * who was to be let in and is to be removed now is not let in again, nor the other way round; both are blocked, and
 * left to the guest's own next look.
 */
export function planGuestReplay(row: GuestRow, live: LiveGuest, failedSteps: readonly string[]): GuestReplay {
  const intent = guestIntent(row, live.situation);
  const turned = turnedSince(intent, failedSteps, row);
  const steps =
    turned === undefined ? stepsOf(row, live, intent) : [only('readGuestSituation', 'blocked', live, turned)];
  return { steps, want: intent.kind, basis: basisParts(row, live, intent) };
}

/** The replay of a guest as its row stands now: the run that would do it is the next one. Pure. */
export function replayOfRow(
  row: SubjectRow | undefined,
  live: LiveGuest,
  failedSteps: readonly string[],
): GuestReplay {
  return planGuestReplay(guestRowOf(row, 1), live, failedSteps);
}

/** A subject row as it decides, `ahead` runs later. Pure. */
export function guestRowOf(row: SubjectRow | undefined, ahead = 0): GuestRow {
  const { state = 'new', run = 0, detail = null } = row ?? {};
  return { state, run: run + ahead, record: guestRecord(detail) };
}

/** The parts in words, for who reads what moved. */
export const PART_WORDS: Readonly<Record<BasisPart, string>> = {
  intent: 'what the guest should have',
  policy: 'the partner’s policy',
  account: 'the account',
  memberships: 'the group memberships',
  desktop: 'the desktop',
  removal: 'the removal',
};

/** Names the parts that differ between what a plan saw and what is seen now. Pure. */
export const movedParts = (planned: GuestReplay['basis'], now: GuestReplay['basis']): BasisPart[] =>
  BASIS_PARTS.filter((part) => planned[part] !== now[part]);

function turnedSince(intent: Intent, failed: readonly string[], { record }: GuestRow): string | undefined {
  const failedSteps = failed.filter((step) => !UNDIRECTED.has(step));
  const isUnderWay = record.removal !== null && record.removal.removedAt === null;
  const removing = failedSteps.some((step) => REMOVAL_STEPS.has(step));
  if (intent.kind === 'remove' && failedSteps.length > 0 && !removing && !isUnderWay)
    return `was to be let in when it failed, and is to be removed since (${intent.because}): it is not let in again`;
  if (intent.kind === 'admit' && removing && failedSteps.every((step) => REMOVAL_STEPS.has(step)))
    return 'was to be removed when it failed, and is entitled again since: it is not removed';
  return undefined;
}

function only(
  step: string,
  verdict: PlannedStep['verdict'],
  { situation }: LiveGuest,
  because: string,
): PlannedStep {
  const { user } = situation;
  return { step, verdict, on: typeof user === 'string' ? user : user.id, because, isReversible: true };
}

/** What the guest's run would do for the intent. Pure. */
export function stepsOf(row: GuestRow, live: LiveGuest, intent: Intent): PlannedStep[] {
  const decided = (verdict: PlannedStep['verdict'], because: string) => [
    only('readGuestSituation', verdict, live, because),
  ];
  switch (intent.kind) {
    case 'ignore':
      return decided('already-true', `nothing is to be given (${intent.because})`);
    case 'hold':
      return decided('blocked', `${intent.message}. ${HOLDS[intent.code].fix}`);
    case 'await-redemption':
      return decided('already-true', 'invited and not accepted yet: nothing is written before');
    case 'admit':
    case 'remove': {
      const { user } = live.situation;
      const id = typeof user === 'string' ? undefined : user.id;
      const ban = id && guestBan(id, intent, live.situation, row.record);
      if (ban !== undefined) return decided('blocked', `nothing is written: ${BAN_TEXT[ban]} (${ban})`);
      return intent.kind === 'admit' ? admitting(row, live, intent) : removing(row, live);
    }
  }
}

function admitting(
  row: GuestRow,
  live: LiveGuest,
  { policy, offer }: Intent & { kind: 'admit' },
): PlannedStep[] {
  const cloudPcGroup = offer.kind === 'windows-365' ? offer.cloudPcGroup : null;
  const wanted = { accessGroup: policy.accessGroup, cloudPcGroup, clientVersion: policy.client.version };
  return planAccess(wanted, observed(row, live)).map((step) => planned(step, live));
}

/** What is left to take away of what a run gave. Pure. */
export const removing = (row: GuestRow, live: LiveGuest): PlannedStep[] => [
  ...planAccess(null, observed(row, live)).map((step) => planned(step, live)),
  ...account(live),
];

const planned = ({ step, verdict, on, because }: AccessStep, live: LiveGuest): PlannedStep => ({
  ...only(step, verdict, live, because),
  ...(on === null ? {} : { on }),
});

/** What the policy does with the account once access is gone: that takes an order of the other part. */
function account(live: LiveGuest): PlannedStep[] {
  const { policy, user } = live.situation;
  const rule = policy?.account.rule ?? 'keep';
  if (rule === 'keep' || typeof user === 'string') return [];
  const isDone = rule === 'disable' && !user.accountEnabled;
  const step = only(
    'ensureOrder',
    isDone ? 'already-true' : 'will-remove',
    live,
    `the policy’s account rule: ${rule}`,
  );
  return [{ ...step, isReversible: rule === 'disable' }];
}

function observed(row: GuestRow, live: LiveGuest): ObservedAccess {
  const { policy, groups } = live.situation;
  const { record } = row;
  const given = record.grants.filter(({ kind }) => kind !== 'blocked-group');
  const cloudPcGroups =
    policy?.desktops.flatMap((one) => (one.kind === 'windows-365' ? one.cloudPcGroup : [])) ?? [];
  const managed = new Set<string>([
    ...(policy === null ? [] : [policy.accessGroup]),
    ...cloudPcGroups,
    ...given.map(({ group }) => group),
  ]);
  const isOurs = (group: string) =>
    !isAdoptedIn(record, group) && (wasAtWork(row) || given.some((grant) => grant.group === group));
  return {
    memberships: groups
      .filter((group) => managed.has(group))
      .map((group) => ({ group, isOurs: isOurs(group) })),
    cloudPcGroup: cloudPcGroups[0] ?? null,
    personalHost: live.personalHost && {
      ...live.personalHost,
      isOurs: !record.adoptedHosts.includes(live.personalHost.host),
    },
    hasFreeHost: live.hasFreeHost,
    cloudPc: live.cloudPc,
    client: live.client,
    gaps: [],
  };
}

function basisParts({ record }: GuestRow, live: LiveGuest, intent: Intent): GuestReplay['basis'] {
  const { policy, user, groups, stage } = live.situation;
  return {
    intent: basisOf([intent.kind, 'because' in intent ? intent.because : null, stage]),
    policy: basisOf(policy),
    account: basisOf(user),
    memberships: basisOf([...groups].sort()),
    desktop: basisOf([live.personalHost, live.cloudPc, live.client]),
    removal: basisOf(record.removal),
  };
}
