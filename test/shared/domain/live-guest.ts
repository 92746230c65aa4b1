import type { GuestSituation } from '../../../shared/domain/guest-facts';
import { guestId } from '../../../shared/domain/ids';
import type { LiveGuest } from '../../../shared/domain/replay-plan';
import { CONTOSO_TENANT, contosoPolicy, ELIGIBLE_GROUP } from '../../support/contoso-policy';
import { guid } from '../state/builders';

/** A guest of contoso who accepted and is entitled, with nothing given yet, and a host left for it. */
export const liveGuest = (
  situation: Partial<GuestSituation> = {},
  changes: Partial<LiveGuest> = {},
): LiveGuest => ({
  situation: {
    user: {
      id: guestId(guid(1)),
      userType: 'Guest',
      externalUserState: 'Accepted',
      externalUserStateChangedAt: '2026-09-01T12:00:00.000Z',
      creationType: 'Invitation',
      accountEnabled: true,
      issuers: ['ExternalAzureAD'],
      domain: 'contoso.com',
    },
    policy: contosoPolicy(),
    groups: [ELIGIBLE_GROUP],
    blockedGroup: null,
    homeTenantOfDomain: CONTOSO_TENANT,
    signedInFrom: null,
    stage: { name: 'open', isPlanned: false, isCutByGroup: false },
    isInvitedByUs: false,
    exclusion: 'not-named',
    ...situation,
  },
  personalHost: null,
  hasFreeHost: true,
  cloudPc: null,
  client: null,
  ...changes,
});
