import { z } from 'zod';
import type { TenantContext } from '../core/tenant-context';
import type { IdentityProvider } from '../directory/guest-shape';
import { inboundAccessOf } from '../directory/inbound-access';
import type { DirectoryUser } from '../directory/directory-objects';
import { inviteGuest, resetRedemption } from '../directory/invite-guest';
import { organisationOfMail } from '../directory/partner-organisations';
import { redeemInvitation } from '../directory/redeem-invitation';
import { purgeUser, restoreUser, softDeleteUser, updateUser } from '../directory/user-writes';
import { identityProvider } from '../scenarios/directory-section';
import { nameObject, namesOf } from '../scenarios/scenario-names';
import { controlAction } from './control-action';
import { ControlFailure } from './control-failure';
import { findUser } from './find-user';

const admin = { kind: 'outside', name: 'an admin in the portal' } as const;
const userInput = z.strictObject({
  user: z.string().describe('object id, mail, user principal name or scenario name'),
});

export const guestActions = {
  invite: controlAction(
    'Invites somebody as an admin in the portal would',
    z.strictObject({
      mail: z.email(),
      displayName: z.string().optional(),
      userType: z.enum(['Guest', 'Member']).optional(),
      usageLocation: z.string().length(2).optional(),
      name: z.string().optional().describe('name for later control calls'),
    }),
    ({ tenant }, { mail, displayName, userType, usageLocation, name }) => {
      const { user } = inviteGuest(tenant, { mail, displayName, userType }, admin);
      if (usageLocation !== undefined) updateUser(tenant, user, { usageLocation }, admin);
      if (name !== undefined) nameObject(tenant, 'user', name, user.id);
      return shown(findUser(tenant, user.id));
    },
  ),
  accept: controlAction(
    'Lets an invited guest redeem the invitation, or somebody else redeem it',
    userInput.extend({
      as: z.email().optional().describe('address that really signs in; the invited one when left out'),
      provider: identityProvider
        .optional()
        .describe('left out: Entra, or a one-time passcode where the partner is known to have no tenant'),
      homeTenant: z.string().optional().describe('partner name or tenant id of the home tenant'),
    }),
    ({ tenant }, { user, as, provider, homeTenant }) => {
      const guest = findUser(tenant, user);
      refuseRedemption(tenant, guest);
      const homeTenantId = homeTenant === undefined ? undefined : tenantIdOf(tenant, homeTenant);
      const mail = as ?? guest.mail ?? '';
      return shown(
        redeemInvitation(tenant, guest, {
          mail,
          provider: provider ?? usualProvider(tenant, mail),
          homeTenantId,
        }),
      );
    },
  ),
  resetRedemption: controlAction(
    'Makes a guest redeem again, with another address if wanted',
    userInput.extend({ mail: z.email().optional() }),
    ({ tenant }, { user, mail }) => {
      const guest = live(tenant, user);
      const next =
        mail === undefined
          ? guest
          : updateUser(tenant, guest, { otherMails: [...new Set([...guest.otherMails, mail])] }, admin);
      return shown(resetRedemption(tenant, next, mail ?? next.mail ?? '', admin).user);
    },
  ),
  disableUser: controlAction('Blocks the sign-in of a user', userInput, ({ tenant }, { user }) =>
    shown(updateUser(tenant, live(tenant, user), { accountEnabled: false }, admin)),
  ),
  enableUser: controlAction('Allows the sign-in of a user again', userInput, ({ tenant }, { user }) =>
    shown(updateUser(tenant, live(tenant, user), { accountEnabled: true }, admin)),
  ),
  deleteUser: controlAction(
    'Deletes a user; it can be restored for 30 days',
    userInput,
    ({ tenant }, { user }) => {
      softDeleteUser(tenant, live(tenant, user), admin);
      return shown(findUser(tenant, user));
    },
  ),
  leave: controlAction('Lets a guest leave by itself', userInput, ({ tenant }, { user }) => {
    const guest = live(tenant, user);
    softDeleteUser(tenant, guest, { kind: 'outside', name: guest.displayName });
    return shown(findUser(tenant, guest.id));
  }),
  restoreUser: controlAction('Takes a user out of the deleted items', userInput, ({ tenant }, { user }) => {
    const found = findUser(tenant, user);
    if (found.deletedDateTime === null) throw new ControlFailure(`User '${user}' is not deleted`);
    return shown(restoreUser(tenant, found, admin));
  }),
  purgeUser: controlAction('Deletes a user for good', userInput, ({ tenant }, { user }) => {
    const found = findUser(tenant, user);
    purgeUser(tenant, found, admin);
    return { purged: found.id };
  }),
};

function refuseRedemption(tenant: TenantContext, guest: DirectoryUser): void {
  if (guest.deletedDateTime !== null)
    throw new ControlFailure(`User ${guest.id} is deleted and cannot redeem`);
  if (guest.externalUserState !== 'PendingAcceptance') {
    throw new ControlFailure(
      `User ${guest.id} has no open invitation (externalUserState is ${String(guest.externalUserState)})`,
    );
  }
  if (inboundAccessOf(tenant, guest) === 'blocked') {
    throw new ControlFailure(
      `User ${guest.id} cannot redeem: cross-tenant access settings block B2B collaboration inbound`,
    );
  }
}

/** One-time passcode is the fall-back of those whose organisation has no Entra tenant. */
function usualProvider(tenant: TenantContext, mail: string): IdentityProvider {
  return organisationOfMail(tenant, mail)?.tenantId === null ? 'mail' : 'ExternalAzureAD';
}

function tenantIdOf(tenant: TenantContext, reference: string): string {
  return namesOf(tenant, 'partner').find((entry) => entry.name === reference)?.objectId ?? reference;
}

function live(tenant: TenantContext, reference: string): DirectoryUser {
  const user = findUser(tenant, reference);
  if (user.deletedDateTime !== null) throw new ControlFailure(`User '${reference}' is deleted`);
  return user;
}

/** What a control call says about a user. */
function shown(user: DirectoryUser): ShownUser {
  const {
    id,
    mail,
    userPrincipalName,
    userType,
    externalUserState,
    accountEnabled,
    deletedDateTime,
    redeemedBy,
  } = user;
  return {
    id,
    mail,
    userPrincipalName,
    userType,
    externalUserState,
    accountEnabled,
    deletedDateTime,
    redeemedBy: redeemedBy ?? null,
  };
}

interface ShownUser extends Pick<
  DirectoryUser,
  | 'id'
  | 'mail'
  | 'userPrincipalName'
  | 'userType'
  | 'externalUserState'
  | 'accountEnabled'
  | 'deletedDateTime'
> {
  redeemedBy: NonNullable<DirectoryUser['redeemedBy']> | null;
}
