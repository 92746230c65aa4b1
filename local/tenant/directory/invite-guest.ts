import { badRequest } from '../core/api-error';
import type { TenantContext } from '../core/tenant-context';
import { audit, type Actor } from './audit-log';
import { users, type DirectoryUser } from './directory-objects';
import { guestPrincipalName, pendingGuest, pendingIdentities } from './guest-shape';
import { addUser, auditedUser, updateUser } from './user-writes';

export interface Invitation {
  mail: string;
  displayName?: string | undefined;
  userType?: 'Guest' | 'Member' | undefined;
  sponsorIds?: readonly string[] | undefined;
}

export interface Invited {
  user: DirectoryUser;
  invitationId: string;
  redeemUrl: string;
}

/** Invites an address: makes a pending guest, or answers with the guest that has the address already. */
export function inviteGuest(tenant: TenantContext, invitation: Invitation, actor: Actor): Invited {
  refuseOwnUsers(tenant, invitation.mail);
  const user = guestOfMail(tenant, invitation.mail) ?? newGuest(tenant, invitation, actor);
  return invited(tenant, user, 'Invite external user', actor);
}

/** Makes a guest redeem again, possibly with another address; object id, groups and assignments stay. */
export function resetRedemption(
  tenant: TenantContext,
  user: DirectoryUser,
  mail: string,
  actor: Actor,
): Invited {
  const known = [user.mail, ...user.otherMails].some((own) => own?.toLowerCase() === mail.toLowerCase());
  if (!known)
    throw badRequest(
      'The new email address must be in the mail or otherMails property of the user before the redemption is reset.',
    );
  const keepsIdentities = tenant.switches.get('resetRedemptionIssuer') === 'keep';
  const next = updateUser(
    tenant,
    user,
    {
      externalUserState:
        tenant.switches.get('resetRedemptionState') === 'Accepted' ? 'Accepted' : 'PendingAcceptance',
      externalUserStateChangeDateTime: tenant.clock.iso(),
      identities: keepsIdentities
        ? user.identities
        : pendingIdentities(user.userPrincipalName, tenant.settings.tenant.initialDomain),
    },
    actor,
  );
  return invited(tenant, next, 'Invite external user with reset invitation status', actor);
}

function newGuest(tenant: TenantContext, invitation: Invitation, actor: Actor): DirectoryUser {
  const { mail, displayName, userType = 'Guest' } = invitation;
  const user = {
    ...pendingGuest(tenant, { id: tenant.ids.next('user'), mail, displayName, userType }),
    sponsorIds: [...(invitation.sponsorIds ?? [])],
  };
  addUser(tenant, user, actor);
  return user;
}

function invited(tenant: TenantContext, user: DirectoryUser, activity: string, actor: Actor): Invited {
  const invitationId = tenant.ids.next('invitation');
  audit(tenant, {
    activity,
    operation: 'Add',
    category: 'UserManagement',
    service: 'Invited Users',
    actor,
    targets: [auditedUser(user)],
    details: {
      oid: user.id,
      tid: tenant.settings.tenant.id,
      InvitationId: invitationId,
      invitedUserEmailAddress: user.mail ?? '',
    },
  });
  const ticket = tenant.ids.named('ticket', invitationId).replaceAll('-', '');
  const redeemUrl = `${tenant.origin()}/redeem?rd=${tenant.settings.tenant.id}&user=${user.id}&ticket=${ticket}`;
  return { user, invitationId, redeemUrl };
}

function guestOfMail(tenant: TenantContext, mail: string): DirectoryUser | undefined {
  const table = tenant.store.in(users);
  const name = guestPrincipalName(mail, tenant.settings.tenant.initialDomain).toLowerCase();
  const found = [...table.by('userPrincipalName', name), ...table.by('mail', mail.toLowerCase())];
  return found.find((user) => user.deletedDateTime === null && user.creationType === 'Invitation');
}

function refuseOwnUsers(tenant: TenantContext, mail: string): void {
  const domain = mail.slice(mail.lastIndexOf('@') + 1).toLowerCase();
  const isOwn = tenant.settings.tenant.verifiedDomains.some((own) => own.toLowerCase() === domain);
  if (isOwn)
    throw badRequest(
      'The invited user already exists in the directory or belongs to a verified domain of this directory.',
    );
}
