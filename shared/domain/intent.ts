import { isExternal, type GuestSituation, type UserFacts } from './guest-facts';
import type { GuestRecord, RemovalCause } from './guest-record';
import type { HoldCode } from './holds';
import { judgeIdentity, type IdentityVerdict } from './identity-gate';
import type { DesktopOffer, PartnerPolicy } from './partner-policy';

/** What a guest should have. */
export type Intent =
  | {
      kind: 'ignore';
      because:
        | 'not-external'
        | 'no-partner'
        | 'not-entitled'
        | 'no-desktop-offer'
        | 'never-seen'
        | 'invitation-expired';
    }
  | { kind: 'await-redemption'; policy: PartnerPolicy; offer: DesktopOffer }
  | {
      kind: 'admit';
      policy: PartnerPolicy;
      offer: DesktopOffer;
      acceptedAt: string | null;
      identity: IdentityVerdict;
    }
  /** `isQuarantine`: what the guest has is taken away before it is held. */
  | { kind: 'hold'; code: HoldCode; message: string; isQuarantine: boolean }
  | { kind: 'remove'; because: RemovalCause };

/** What an earlier run found out about the identity; of which acceptance. */
export type IdentityBefore = Pick<GuestRecord, 'acceptedAt' | 'readyAt' | 'identityProof'>;
const UNKNOWN_BEFORE: IdentityBefore = { acceptedAt: null, readyAt: null, identityProof: null };

/** Whether the policy entitles this guest; being of the partner's domain is not enough. */
export function isEntitled(
  situation: Pick<GuestSituation, 'groups' | 'isInvitedByUs'>,
  policy: PartnerPolicy,
  user: UserFacts,
): boolean {
  switch (policy.admitWhen.rule) {
    case 'eligibility-group':
      return situation.groups.includes(policy.admitWhen.group);
    case 'listed':
      return policy.admitWhen.guests.includes(user.id);
    case 'invited-by-gatehouse':
      return situation.isInvitedByUs;
    case 'everyone':
      return true;
  }
}

/** The first offer that has no group, or whose group holds the guest. */
export function desktopOfferFor(
  situation: Pick<GuestSituation, 'groups'>,
  policy: PartnerPolicy,
): DesktopOffer | undefined {
  return policy.desktops.find(
    (offer) => offer.forGroup === undefined || situation.groups.includes(offer.forGroup),
  );
}

/**
 * What should this guest have, given what the tenant says now and what the policy says? Pure: event, sweep
 * and replay get the same answer. `hadAccess`: an earlier run gave something that would have to be removed;
 * `before`: what it knew of the identity then.
 */
export function decideIntent(
  situation: GuestSituation,
  hadAccess: boolean,
  before: IdentityBefore = UNKNOWN_BEFORE,
): Intent {
  const { user, policy } = situation;
  const lost = (
    because: (Intent & { kind: 'remove' })['because'],
    ignore: (Intent & { kind: 'ignore' })['because'],
  ): Intent => (hadAccess ? { kind: 'remove', because } : { kind: 'ignore', because: ignore });
  if (user === 'absent' || user === 'soft-deleted') return lost('left-directory', 'never-seen');
  if (!isExternal(user)) return { kind: 'ignore', because: 'not-external' };
  if (policy === null) return lost('no-partner', 'no-partner');
  if (!user.accountEnabled) return lost('disabled', 'not-entitled');
  if (!isEntitled(situation, policy, user)) return lost('not-entitled', 'not-entitled');
  return decideEntitled(situation, policy, user, { hadAccess, before });
}

function decideEntitled(
  situation: GuestSituation,
  policy: PartnerPolicy,
  user: UserFacts,
  known: { hadAccess: boolean; before: IdentityBefore },
): Intent {
  if (situation.blockedGroup !== null && situation.groups.includes(situation.blockedGroup)) {
    const message = 'the guest is a member, directly or through the access group, of the blocked group';
    return { kind: 'hold', code: 'blocked', message, isQuarantine: false };
  }
  const offer = desktopOfferFor(situation, policy);
  if (offer === undefined) return { kind: 'ignore', because: 'no-desktop-offer' };
  if (user.externalUserState === 'PendingAcceptance') return { kind: 'await-redemption', policy, offer };
  return decideAccepted(situation, user, { policy, offer }, known);
}

/** Whoever accepted has to be the one who was invited. */
function decideAccepted(
  situation: GuestSituation,
  user: UserFacts,
  { policy, offer }: { policy: PartnerPolicy; offer: DesktopOffer },
  { hadAccess, before }: { hadAccess: boolean; before: IdentityBefore },
): Intent {
  const acceptedAt = user.externalUserStateChangedAt;
  const isKnown = before.readyAt !== null && before.acceptedAt === acceptedAt;
  const wasProven = isKnown && before.identityProof === 'proven';
  const identity = judgeIdentity(user, policy, situation);
  const admit = (found: IdentityVerdict): Intent => ({
    kind: 'admit',
    policy,
    offer,
    acceptedAt,
    identity: found,
  });
  if (!('because' in identity))
    return admit(identity.kind === 'consistent' && wasProven ? { ...identity, kind: 'proven' } : identity);
  // A domain that moves stops newcomers; whoever was let in on this very acceptance is still the same person.
  if (identity.kind === 'moved' && isKnown) return admit(identity);
  const code = identity.kind === 'unsupported' ? 'identity-unsupported' : 'identity-mismatch';
  return { kind: 'hold', code, message: identity.because, isQuarantine: hadAccess };
}
