import type { GroupId, GuestId, TenantId } from './ids';
import type { PartnerStageName } from './partner-stage';
import type { Exclusion } from './may-write';
import type { PartnerPolicy } from './partner-policy';

/** What the directory says of a user, without anything that names the person. */
export interface UserFacts {
  id: GuestId;
  userType: 'Member' | 'Guest' | null;
  /** Null for users no invitation made. A value this release does not know is kept as it is. */
  externalUserState: string | null;
  /** ISO 8601 time of the last change of that state; null where unknown. */
  externalUserStateChangedAt: string | null;
  creationType: string | null;
  accountEnabled: boolean;
  /** Issuers of the user's identities, as the directory spells them. */
  issuers: string[];
  /** Mail domain: of `mail`, else of the first other mail, else out of the user principal name; null = none. */
  domain: string | null;
}

/** External = came in by invitation or self-service, whatever its `userType` (synchronised guests are Members). */
export function isExternal(user: UserFacts): boolean {
  return user.userType === 'Guest' || user.externalUserState !== null || user.creationType === 'Invitation';
}

/** All that `decideIntent` looks at: one consistent reading of one guest. */
export interface GuestSituation {
  user: UserFacts | 'soft-deleted' | 'absent';
  /** The policy of the partner whose domain the guest has; null = no partner claims it. */
  policy: PartnerPolicy | null;
  /** Those of the groups the policy names (and the blocked group) that hold the guest, nested ones included. */
  groups: GroupId[];
  /** The blocked group of the tenant; null = not configured. */
  blockedGroup: GroupId | null;
  /** Home tenant of the guest's domain; null = the lookup found none. */
  homeTenantOfDomain: TenantId | null;
  /**
   * How far the partner's offboarding is, whether the plan that runs names this guest, and whether the partner's
   * access group is in the blocked group, so that no member of it can sign in.
   */
  stage: { name: PartnerStageName; isPlanned: boolean; isCutByGroup: boolean };
  /** Home tenant of the guest's last sign-in since it accepted; null = none was seen, or the log cannot be read. */
  signedInFrom: TenantId | null;
  /** Whether the guest bears the mark of an invitation through Gatehouse; read only of guests whom a policy claims. */
  isInvitedByUs: boolean;
  /** Whether the exclusion list names the guest; read only of guests whom a policy claims. */
  exclusion: Exclusion;
}
