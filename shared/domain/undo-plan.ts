import type { GuestRow } from './guest-intent';
import { judgeUndoStep } from './judge-undo-step';
import { basisOf, type PlannedStep } from './plan';
import { thingOf, type RunReceipt } from './run-receipts';
import { whyNotLasting } from './undo-intent';
import type { UndoDeed } from './undo-record';
import type { UndoSight } from './undo-sight';
import { inversesOf, type Inverse, type UndoStepName } from './undo-step';

/** What is to be undone of one guest, and what is known of it. */
export interface GuestToUndo {
  guest: string;
  /** What the undone runs changed, and what others changed, oldest first. */
  changes: readonly RunReceipt[];
  others: readonly RunReceipt[];
  row: GuestRow & { partner: string | null };
  /** The offboarding plan that is undone as a whole; null = single runs are. */
  plan: string | null;
  /** ISO 8601. */
  at: string;
}

/** What a plan hangs on, part by part: where one differs later, its name says what moved. */
export const UNDO_BASIS_PARTS = ['account', 'memberships', 'desktop', 'lasting', 'later-runs'] as const;
export type UndoBasisPart = (typeof UNDO_BASIS_PARTS)[number];
export type UndoBasis = Readonly<Record<UndoBasisPart, string>>;

/** The step that says that the whole guest is left alone. */
export const WHOLE_GUEST = 'readGuestSituation';

/**
 * Plans the undo of one guest from what the tenant says now: will restore, already so, cannot be undone because. What
 * a newer run changed since is that run's to undo. An undo that the guest's next look would change back is blocked as
 * a whole. Pure.
 */
export function planGuestUndo(of: GuestToUndo, sight: UndoSight): { steps: PlannedStep[]; basis: UndoBasis } {
  const inverses = inversesOf(of.changes);
  const restores = inverses.some((one) => 'step' in one && one.step === 'restore-account');
  const steps = inverses.map((inverse) => stepOf(of, sight, { inverse, restores }));
  const lasting = whyNotLasting(
    { guest: of.guest, row: of.row, deeds: deedsOf(steps), plan: of.plan },
    sight,
  );
  const isNeeded = steps.some(willChange);
  const whole: PlannedStep[] =
    lasting === undefined || !isNeeded
      ? []
      : [{ step: WHOLE_GUEST, verdict: 'blocked', on: of.guest, because: lasting, isReversible: true }];
  return { steps: [...whole, ...steps], basis: basisParts(of, sight, lasting) };
}

/** What has to be read of the guest for its steps: groups and hosts, by id. Pure. */
export function hangingOn(steps: readonly Pick<PlannedStep, 'step' | 'on'>[]): {
  groups: string[];
  hosts: string[];
} {
  const ons = (...names: UndoStepName[]) =>
    steps.filter(({ step }) => names.some((name) => name === step)).map(({ on }) => on);
  return {
    groups: ons('ensureMember', 'removeMember'),
    hosts: ons('ensureFormerHost', 'freePersonalHost'),
  };
}

/** Whether the step would change the tenant. Pure. */
export const willChange = ({ verdict }: Pick<PlannedStep, 'verdict'>): boolean =>
  verdict === 'will-create' || verdict === 'will-remove';

/** What a run of the plan does, or finds done. Pure. */
export const deedsOf = (steps: readonly PlannedStep[]): UndoDeed[] =>
  steps
    .filter(({ verdict }) => verdict !== 'blocked')
    .map(({ step, on }) => ({ step: step as UndoDeed['step'], on }));

/** Names the parts that differ between what a plan saw and what is seen now. Pure. */
export const movedUndoParts = (planned: UndoBasis, now: UndoBasis): UndoBasisPart[] =>
  UNDO_BASIS_PARTS.filter((part) => planned[part] !== now[part]);

function stepOf(
  of: GuestToUndo,
  sight: UndoSight,
  { inverse, restores }: { inverse: Inverse; restores: boolean },
): PlannedStep {
  const { receipt } = inverse;
  if ('never' in inverse)
    return {
      step: receipt.change,
      verdict: 'blocked',
      on: receipt.on,
      because: inverse.never,
      isReversible: false,
    };
  const { step, on } = inverse;
  const asked = { step, on, until: receipt.reversibleUntil, restores, at: of.at };
  const judged = judgeUndoStep(asked, sight);
  const newer = willChange(judged) ? newerChange(of, inverse) : undefined;
  if (newer !== undefined) {
    const because = `${newer.run} changed it since (${newer.receipt.change}): undo that run instead`;
    return { step, verdict: 'blocked', on, because, isReversible: true };
  }
  return { step, on, ...judged, isReversible: true };
}

/** The last change that another run made to the same thing after the undone ones. */
function newerChange({ changes, others }: GuestToUndo, { receipt }: Inverse): RunReceipt | undefined {
  const thing = thingOf(receipt);
  const isOfThing = (one: RunReceipt) => thingOf(one.receipt) === thing;
  const last = changes.filter(isOfThing).at(-1)?.at ?? '';
  return others.filter((one) => isOfThing(one) && one.at > last).at(-1);
}

function basisParts({ others }: GuestToUndo, sight: UndoSight, lasting: string | undefined): UndoBasis {
  const { situation, memberOf, goneGroups, hosts, leasedHost, cloudPc } = sight;
  const { user } = situation;
  return {
    account: basisOf(typeof user === 'string' ? user : { isEnabled: user.accountEnabled }),
    memberships: basisOf([[...memberOf].sort(), [...goneGroups].sort()]),
    desktop: basisOf([hosts, leasedHost, cloudPc]),
    lasting: basisOf(lasting ?? null),
    'later-runs': basisOf(others.map(({ run, receipt }) => [run, receipt.change, receipt.on])),
  };
}
