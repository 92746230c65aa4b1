import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GuestSituation, UserFacts } from '../../../shared/domain/guest-facts';
import { groupId, guestId, tenantId } from '../../../shared/domain/ids';
import { decideIntent, type IdentityBefore } from '../../../shared/domain/intent';
import {
  contosoPolicy,
  CONTOSO_TENANT,
  ELIGIBLE_GROUP,
  type PolicyChanges,
} from '../../support/contoso-policy';
import { guid, NOON, ONE_O_CLOCK } from '../state/builders';

const ADA = guestId(guid(1));
const BLOCKED = groupId(guid(9, 'd'));
const ELSEWHERE = tenantId(guid(3, 'e'));

const ada = (changes: Partial<UserFacts> = {}): UserFacts => ({
  id: ADA,
  userType: 'Guest',
  externalUserState: 'Accepted',
  externalUserStateChangedAt: NOON,
  creationType: 'Invitation',
  accountEnabled: true,
  issuers: ['ExternalAzureAD'],
  domain: 'contoso.com',
  ...changes,
});

const situation = (changes: Partial<GuestSituation> = {}, policy: PolicyChanges = {}): GuestSituation => ({
  user: ada(),
  policy: contosoPolicy(policy),
  groups: [ELIGIBLE_GROUP],
  blockedGroup: BLOCKED,
  homeTenantOfDomain: CONTOSO_TENANT,
  signedInFrom: null,
  isInvitedByUs: false,
  stage: { name: 'open', isPlanned: false, isCutByGroup: false },
  exclusion: 'not-named',
  ...changes,
});
const wasReady: IdentityBefore = { acceptedAt: NOON, readyAt: NOON, identityProof: 'consistent' };

/** In a word, what was decided. */
function word(intent: ReturnType<typeof decideIntent>): string {
  switch (intent.kind) {
    case 'hold':
      return `hold ${intent.code}${intent.isQuarantine ? ' after taking access' : ''}`;
    case 'ignore':
    case 'remove':
      return `${intent.kind} ${intent.because}`;
    case 'admit':
      return `admit ${intent.identity.kind}`;
    case 'await-redemption':
      return intent.kind;
  }
}

describe('what a guest should have', () => {
  it.each<[string, GuestSituation, string]>([
    ['an entitled guest who accepted', situation(), 'admit consistent'],
    ['one seen signing in from the partner', situation({ signedInFrom: CONTOSO_TENANT }), 'admit proven'],
    [
      'an invited one',
      situation({ user: ada({ externalUserState: 'PendingAcceptance' }) }),
      'await-redemption',
    ],
    [
      'a synchronised member',
      situation({ user: ada({ userType: 'Member', externalUserState: null, creationType: 'Invitation' }) }),
      'admit consistent',
    ],
    [
      'an employee',
      situation({ user: ada({ userType: 'Member', externalUserState: null, creationType: null }) }),
      'ignore not-external',
    ],
    ['nobody we know', situation({ user: 'absent' }), 'ignore never-seen'],
    ['one of no partner', situation({ policy: null }), 'ignore no-partner'],
    ['a disabled account', situation({ user: ada({ accountEnabled: false }) }), 'ignore not-entitled'],
    ['one whom file sharing made', situation({ groups: [] }), 'ignore not-entitled'],
    [
      'one nobody invited here',
      situation({}, { admitWhen: { rule: 'invited-by-gatehouse' } }),
      'ignore not-entitled',
    ],
    [
      'one invited here',
      situation({ isInvitedByUs: true }, { admitWhen: { rule: 'invited-by-gatehouse' } }),
      'admit consistent',
    ],
    [
      'one on the list',
      situation({ groups: [] }, { admitWhen: { rule: 'listed', guests: [ADA] } }),
      'admit consistent',
    ],
    ['everyone', situation({ groups: [] }, { admitWhen: { rule: 'everyone' } }), 'admit consistent'],
    ['one who is blocked', situation({ groups: [ELIGIBLE_GROUP, BLOCKED] }), 'hold blocked'],
    ['one with a passcode', situation({ user: ada({ issuers: ['mail'] }) }), 'hold identity-unsupported'],
    [
      'one with a Google account',
      situation({ user: ada({ issuers: ['google.com'] }) }),
      'hold identity-mismatch',
    ],
    [
      'one with a Google account, where that is allowed',
      situation({ user: ada({ issuers: ['google.com'] }) }, { identityProviders: ['entra', 'social'] }),
      'admit consistent',
    ],
    [
      'one with an Entra account, where only others are allowed',
      situation({}, { identityProviders: ['saml'] }),
      'hold identity-mismatch',
    ],
    ['one of a domain that moved', situation({ homeTenantOfDomain: ELSEWHERE }), 'hold identity-mismatch'],
    [
      'one of a domain that moved, proven by a sign-in',
      situation({ homeTenantOfDomain: ELSEWHERE, signedInFrom: CONTOSO_TENANT }),
      'admit proven',
    ],
    ['one who signs in from elsewhere', situation({ signedInFrom: ELSEWHERE }), 'hold identity-mismatch'],
  ])('%s', (_who, seen, expected) => {
    expect(word(decideIntent(seen, false))).toBe(expected);
  });

  it.each<[string, GuestSituation, string]>([
    ['left the directory', situation({ user: 'soft-deleted' }), 'remove left-directory'],
    ['was disabled', situation({ user: ada({ accountEnabled: false }) }), 'remove disabled'],
    ['lost its entitlement', situation({ groups: [] }), 'remove not-entitled'],
    ['lost its partner', situation({ policy: null }), 'remove no-partner'],
    ['is of a domain that moved', situation({ homeTenantOfDomain: ELSEWHERE }), 'admit moved'],
    [
      'accepted again after the domain moved',
      situation({ user: ada({ externalUserStateChangedAt: ONE_O_CLOCK }), homeTenantOfDomain: ELSEWHERE }),
      'hold identity-mismatch after taking access',
    ],
    [
      'accepted again as somebody else',
      situation({ user: ada({ issuers: ['google.com'] }) }),
      'hold identity-mismatch after taking access',
    ],
    [
      'accepted again with a passcode',
      situation({ user: ada({ issuers: ['mail'] }) }),
      'hold identity-unsupported after taking access',
    ],
    [
      'signs in from elsewhere',
      situation({ signedInFrom: ELSEWHERE }),
      'hold identity-mismatch after taking access',
    ],
  ])('one who had access and %s', (_what, seen, expected) => {
    expect(word(decideIntent(seen, true, wasReady))).toBe(expected);
  });

  it('stays proven as long as nobody accepts anew', () => {
    const proven: IdentityBefore = { ...wasReady, identityProof: 'proven' };
    expect(word(decideIntent(situation(), true, proven))).toBe('admit proven');
    const anew = situation({ user: ada({ externalUserStateChangedAt: ONE_O_CLOCK }) });
    expect(word(decideIntent(anew, true, proven))).toBe('admit consistent');
  });
});

describe('any guest', () => {
  const anyUser = fc.record({
    userType: fc.constantFrom('Guest', 'Member', null),
    externalUserState: fc.constantFrom('Accepted', 'PendingAcceptance', null),
    accountEnabled: fc.boolean(),
    issuers: fc.array(fc.constantFrom('ExternalAzureAD', 'mail', 'google.com', 'MicrosoftAccount'), {
      maxLength: 2,
    }),
  });
  const anySituation = fc.record({
    user: anyUser.map((changes) => ada(changes as Partial<UserFacts>)),
    groups: fc.subarray([ELIGIBLE_GROUP, BLOCKED]),
    homeTenantOfDomain: fc.constantFrom(CONTOSO_TENANT, ELSEWHERE, null),
    signedInFrom: fc.constantFrom(CONTOSO_TENANT, ELSEWHERE, null),
  });

  it('who is not entitled is never let in, and who was given nothing never loses anything', () => {
    fc.assert(
      fc.property(anySituation, fc.boolean(), (changes, hadAccess) => {
        const intent = decideIntent(situation(changes), hadAccess, wasReady);
        if (!changes.groups.includes(ELIGIBLE_GROUP)) expect(intent.kind).not.toBe('admit');
        if (!hadAccess) expect(intent.kind).not.toBe('remove');
        if (intent.kind === 'hold') expect(intent.isQuarantine && !hadAccess).toBe(false);
        if (intent.kind === 'admit' && changes.signedInFrom !== null)
          expect(changes.signedInFrom).toBe(CONTOSO_TENANT);
      }),
    );
  });
});
