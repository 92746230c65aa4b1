import type { GuestSituation } from './guest-facts';
import type { GuestRecord } from './guest-record';
import type { Intent } from './intent';

/** The block that a run of ours put on the guest; undefined = there is none. Pure. */
export const ownBlock = ({ grants }: GuestRecord) => grants.find(({ kind }) => kind === 'blocked-group');

/** The situation as it would be without our own block: what it hides must not decide. Pure. */
export function withoutOwnBlock(situation: GuestSituation, record: GuestRecord): GuestSituation {
  const block = ownBlock(record);
  if (block === undefined) return situation;
  return { ...situation, groups: situation.groups.filter((group) => group !== block.group) };
}

/**
 * What a partner's offboarding, or the guest's own removal before, makes of the intent. Pure.
 * A guest that a running plan names is removed; a cut partner's other guests wait. A removal that was begun goes on
 * until somebody admits the guest. Whoever was removed by a plan, or with its account, comes back by an invitation that
 * it accepts anew: who is merely there again was restored, and is held.
 */
export function afterRemovals(
  intent: Intent,
  situation: Pick<GuestSituation, 'stage' | 'user'>,
  record: GuestRecord,
  hasAccess: boolean,
): Intent {
  const goesOn = isUnfinished(record);
  if (isNamedByPlan(situation.stage) && (hasAccess || goesOn)) return { kind: 'remove', because: 'planned' };
  if (isAdmission(intent)) return whyNot(situation, record) ?? intent;
  if (isBlocked(intent)) return whyCut(situation) ?? intent;
  return goesOn ? afterUnfinished(intent, record) : intent;
}

/** Whom nobody wants any more, in the middle of a removal, is removed to the end. */
function afterUnfinished(intent: Intent, { removal }: GuestRecord): Intent {
  return intent.kind === 'ignore' && removal !== null ? { kind: 'remove', because: removal.because } : intent;
}

/** Whom only the cut blocks is told of the cut: it is what somebody can take back. */
const isBlocked = (intent: Intent): boolean => intent.kind === 'hold' && intent.code === 'blocked';

const isAdmission = ({ kind }: Intent): boolean => kind === 'admit' || kind === 'await-redemption';

const isNamedByPlan = ({ name, isPlanned }: GuestSituation['stage']): boolean =>
  isPlanned && (name === 'removing' || name === 'removed');

/** A removal that was not read back yet, or whose account is to be deleted at a time. */
const isUnfinished = ({ removal }: GuestRecord): boolean =>
  removal !== null && (removal.removedAt === null || removal.deleteAccountAt !== null);

function whyNot(
  { stage, user }: Pick<GuestSituation, 'stage' | 'user'>,
  record: GuestRecord,
): Intent | undefined {
  const cut = whyCut({ stage });
  if (cut !== undefined) return cut;
  if (!wasRestored(record, user)) return undefined;
  const message =
    record.removal?.because === 'planned'
      ? 'a plan removed the guest, and it has accepted no invitation since'
      : 'the account was gone and its access was removed; somebody restored it';
  return { kind: 'hold', code: 'restored', message, isQuarantine: false };
}

function whyCut({ stage }: Pick<GuestSituation, 'stage'>): Intent | undefined {
  if (stage.name === 'open') return undefined;
  const message = `the partner's offboarding is under way (${stage.name}): nobody is let in`;
  return { kind: 'hold', code: 'partner-cut', message, isQuarantine: false };
}

function wasRestored({ removal }: GuestRecord, user: GuestSituation['user']): boolean {
  if (removal?.removedAt == null || typeof user === 'string') return false;
  if (removal.because !== 'left-directory' && removal.because !== 'planned') return false;
  const acceptedAt = user.externalUserStateChangedAt;
  return acceptedAt === null || Date.parse(acceptedAt) < Date.parse(removal.removedAt);
}
