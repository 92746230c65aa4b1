import type { GuestSituation, UserFacts } from './guest-facts';
import { guestBan, guestIntent, type GuestRow } from './guest-intent';
import type { RemovalCause } from './guest-record';
import type { Intent } from './intent';
import { BAN_TEXT } from './may-write';
import type { PartnerPolicy } from './partner-policy';
import { givesBack, recordAfterUndo, takesBack, type UndoDeed, type UndoPlace } from './undo-record';
import type { UndoSight } from './undo-sight';

/** What an undo of one guest would do, and of what. */
export interface UndoOf {
  guest: string;
  row: GuestRow & { partner: string | null };
  deeds: readonly UndoDeed[];
  /** The offboarding plan that is undone as a whole: it names nobody any more by then. Null = single runs are. */
  plan: string | null;
}

const FIXES: Readonly<Record<RemovalCause, string>> = {
  'not-entitled': 'Entitle the guest again, as admitWhen of the partner’s policy says',
  disabled: 'Enable the account',
  'no-partner': 'Put the partner’s policy back',
  'left-directory': 'Restore the account',
  'invitation-expired': 'Invite the guest again',
  planned:
    'A plan of its partner names it: undo that plan as a whole (gatehouse receipts undo <plan>), or stop it',
};

/**
 * Why an undo would not last, with the fix: the guest's next look would change it back; or nobody may write for the
 * guest at all. undefined = it lasts. While a partner is cut its guests wait: what counts is what comes after. Pure.
 */
export function whyNotLasting(undo: UndoOf, sight: UndoSight): string | undefined {
  const { exclusion, user, blockedGroup } = sight.situation;
  if (exclusion !== 'not-named')
    return `nothing is written for the guest: ${BAN_TEXT[exclusion === 'named' ? 'excluded' : 'exclusion-unreadable']}`;
  const gives = undo.deeds.some((deed) => givesBack(deed, blockedGroup));
  const takes = undo.deeds.some((deed) => takesBack(deed, blockedGroup));
  if (typeof user === 'string') return gives ? whyNotEntitled(undo.guest, sight) : undefined;
  const intent = intentAfter(undo, sight, user);
  return (gives && whyTakenAgain(intent)) || (takes && whyGivenAgain(intent)) || undefined;
}

function whyTakenAgain(intent: Intent | undefined): string | undefined {
  if (intent?.kind === 'remove')
    return `would be removed again because ${CAUSES[intent.because]}. ${FIXES[intent.because]}, then plan the undo anew`;
  if (intent?.kind === 'hold' && intent.isQuarantine)
    return `would lose its access again because ${intent.message}`;
  return undefined;
}

const whyGivenAgain = (intent: Intent | undefined): string | undefined =>
  intent?.kind === 'admit'
    ? 'would be given the same again because the guest is entitled. Take the entitlement away instead: its own run removes what it has'
    : undefined;

const CAUSES: Readonly<Record<RemovalCause, string>> = {
  'not-entitled': 'the guest is not entitled',
  disabled: 'the account is disabled, which the undone runs did not do',
  'no-partner': 'no partner’s policy claims the guest',
  'left-directory': 'the account is gone',
  'invitation-expired': 'its invitation has expired',
  planned: 'an offboarding plan names the guest',
};

/** What the next look would make of the guest; undefined = nothing would be written for it. */
function intentAfter(undo: UndoOf, sight: UndoSight, user: UserFacts): Intent | undefined {
  const { situation } = sight;
  const where: UndoPlace = {
    partner: situation.policy?.partner ?? undo.row.partner ?? 'unknown',
    policy: situation.policy,
    blockedGroup: situation.blockedGroup,
  };
  const record = recordAfterUndo(undo.row.record, undo.deeds, where);
  const after = situationAfter(undo, situation, user);
  const intent = guestIntent({ state: 'working', run: undo.row.run + 1, record }, after);
  return guestBan(user.id, intent, after, record) === undefined ? intent : undefined;
}

function situationAfter({ deeds, plan }: UndoOf, situation: GuestSituation, user: UserFacts): GuestSituation {
  const ons = (name: UndoDeed['step']) => deeds.filter(({ step }) => step === name).map(({ on }) => on);
  const gone = new Set<string | null>([...ons('removeMember'), situation.blockedGroup]);
  const groups = [...new Set([...situation.groups, ...(ons('ensureMember') as typeof situation.groups)])];
  const isEnabled =
    ons('enable-account').length > 0 || (user.accountEnabled && ons('disable-account').length === 0);
  const stays = situation.stage.isPlanned && plan === null;
  return {
    ...situation,
    user: { ...user, accountEnabled: isEnabled },
    groups: groups.filter((group) => !gone.has(group)),
    stage: stays ? situation.stage : { name: 'open', isPlanned: false, isCutByGroup: false },
  };
}

/** Of an account that is deleted, its groups are not seen: the guest's own run looks again once it is back. */
function whyNotEntitled(guest: string, { policy, situation }: UndoSight): string | undefined {
  if (policy === null)
    return `would be removed again because ${CAUSES['no-partner']}. ${FIXES['no-partner']}`;
  if (!isNotEntitled(guest, policy, situation)) return undefined;
  return `would be removed again because ${CAUSES['not-entitled']}. ${FIXES['not-entitled']}, then plan the undo anew`;
}

function isNotEntitled(
  guest: string,
  { admitWhen }: PartnerPolicy,
  { isInvitedByUs }: GuestSituation,
): boolean {
  if (admitWhen.rule === 'listed') return !admitWhen.guests.some((one) => one === guest);
  return admitWhen.rule === 'invited-by-gatehouse' && !isInvitedByUs;
}
