import type { TenantContext } from '../core/tenant-context';
import { audit } from './audit-log';
import type { DirectoryUser } from './directory-objects';
import { redeemedIdentities, type IdentityProvider } from './guest-shape';
import { organisationOfMail } from './partner-organisations';
import { recordSignIn } from './sign-in-log';
import { auditedUser, updateUser } from './user-writes';

export interface Redemption {
  /** The address that really signed in; the invited one unless somebody else took the invitation. */
  mail: string;
  provider: IdentityProvider;
  /** The home tenant, when it is not the one that owns the address's domain. */
  homeTenantId?: string | undefined;
}

/** What happens in the directory when somebody follows the invitation link and consents. */
export function redeemInvitation(
  tenant: TenantContext,
  user: DirectoryUser,
  redemption: Redemption,
): DirectoryUser {
  const { mail, provider } = redemption;
  const home =
    provider === 'ExternalAzureAD'
      ? (redemption.homeTenantId ?? organisationOfMail(tenant, mail)?.tenantId ?? null)
      : null;
  const actor = { kind: 'outside', name: user.displayName } as const;
  const next = updateUser(
    tenant,
    user,
    {
      externalUserState: 'Accepted',
      externalUserStateChangeDateTime: tenant.clock.iso(),
      identities: redeemedIdentities(tenant, user, provider, mail.slice(mail.lastIndexOf('@') + 1)),
      redeemedBy: { homeTenantId: home, mail, provider },
    },
    actor,
    !tenant.switches.get('redemptionNotifiesUpdated'),
  );
  audit(tenant, {
    activity: 'Redeem external user invite',
    operation: 'Update',
    category: 'UserManagement',
    service: 'Invited Users',
    actor,
    targets: [auditedUser(next)],
  });
  recordSignIn(tenant, next, {
    appId: '00000003-0000-0000-c000-000000000000',
    appDisplayName: 'Microsoft Invitation Acceptance Portal',
  });
  return next;
}
