import { isExternal, type GuestSituation, type UserFacts } from './guest-facts';
import type { RemovalCause } from './guest-record';
import type { HoldCode } from './holds';
import { judgeIdentity } from './identity-gate';
import type { DesktopOffer, PartnerPolicy } from './partner-policy';

/** What a guest should have. */
export type Intent =
  | {
      kind: 'ignore';
      because: 'not-external' | 'no-partner' | 'not-entitled' | 'no-desktop-offer' | 'never-seen';
    }
  | { kind: 'await-redemption'; policy: PartnerPolicy; offer: DesktopOffer }
  | { kind: 'admit'; policy: PartnerPolicy; offer: DesktopOffer; acceptedAt: string | null }
  | { kind: 'hold'; code: HoldCode; message: string }
  | { kind: 'remove'; because: RemovalCause };

/** Whether the policy entitles this guest; being of the partner's domain is not enough. */
export function isEntitled(situation: GuestSituation, policy: PartnerPolicy, user: UserFacts): boolean {
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
export function desktopOfferFor(situation: GuestSituation, policy: PartnerPolicy): DesktopOffer | undefined {
  return policy.desktops.find(
    (offer) => offer.forGroup === undefined || situation.groups.includes(offer.forGroup),
  );
}

/**
 * What should this guest have, given what the tenant says now and what the policy says? Pure: event, sweep
 * and replay get the same answer. `hadAccess`: an earlier run gave something that would have to be removed.
 */
export function decideIntent(situation: GuestSituation, hadAccess: boolean): Intent {
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
  return decideEntitled(situation, policy, user);
}

function decideEntitled(situation: GuestSituation, policy: PartnerPolicy, user: UserFacts): Intent {
  if (situation.blockedGroup !== null && situation.groups.includes(situation.blockedGroup)) {
    return {
      kind: 'hold',
      code: 'blocked',
      message: 'the guest is a member, directly or through the access group, of the blocked group',
    };
  }
  const offer = desktopOfferFor(situation, policy);
  if (offer === undefined) return { kind: 'ignore', because: 'no-desktop-offer' };
  if (user.externalUserState === 'PendingAcceptance') return { kind: 'await-redemption', policy, offer };
  const identity = judgeIdentity(user, policy, situation.homeTenantOfDomain);
  if (identity.kind !== 'consistent') {
    const code = identity.kind === 'mismatch' ? 'identity-mismatch' : 'identity-unsupported';
    return { kind: 'hold', code, message: identity.because };
  }
  return { kind: 'admit', policy, offer, acceptedAt: user.externalUserStateChangedAt };
}
