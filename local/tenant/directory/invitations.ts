import { z } from 'zod';
import { bodyOf, created, type ApiReply } from '../core/api-call';
import { ApiError, badRequest } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { users } from './directory-objects';
import { directoryRolesOf } from './directory-roles';
import { inviteGuest, resetRedemption, type Invited } from './invite-guest';

const body = z.looseObject({
  invitedUserEmailAddress: z.email().max(254),
  inviteRedirectUrl: z.url(),
  invitedUserDisplayName: z.string().optional(),
  invitedUserType: z.enum(['Guest', 'Member']).optional(),
  sendInvitationMessage: z.boolean().optional(),
  invitedUserMessageInfo: z.unknown().optional(),
  resetRedemption: z.boolean().optional(),
  invitedUser: z.object({ id: z.string() }).optional(),
  invitedUserSponsors: z.array(z.looseObject({ id: z.string() })).optional(),
});
type Body = z.output<typeof body>;

/** `POST /invitations` (Graph v1.0 "Create invitation"; 150 requests in 5 s for the whole tenant). */
export function registerInvitations(graph: GraphRoutes): void {
  const permissions = ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'];
  graph.post('/invitations', { permissions, limit: 'invitations' }, (call) => {
    refuseInviters(call);
    const wanted = bodyOf(call, body);
    const invited = wanted.resetRedemption === true ? reset(call, wanted) : invite(call, wanted);
    return answer(call, wanted, invited);
  });
}

/** Applications cannot invite where invitations are off or left to admins (Graph: Create invitation). */
function refuseInviters(call: GraphCall): void {
  const { allowInvitesFrom } = call.tenant.settings.tenant;
  const isRestricted = allowInvitesFrom === 'none' || allowInvitesFrom === 'adminsAndGuestInviters';
  if (!isRestricted || (call.caller.kind === 'user' && allowInvitesFrom !== 'none')) return;
  throw new ApiError(
    403,
    'Authorization_RequestDenied',
    'Guest invitations not allowed for your company. Contact your company administrator for more details.',
  );
}

function invite(call: GraphCall, wanted: Body): Invited {
  if (
    wanted.invitedUserType === 'Member' &&
    call.caller.kind === 'app' &&
    !call.caller.permissions.has('User.ReadWrite.All')
  ) {
    throw new ApiError(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to invite a user as a member.',
    );
  }
  const {
    invitedUserEmailAddress: mail,
    invitedUserDisplayName: displayName,
    invitedUserType: userType,
  } = wanted;
  const sponsorIds = wanted.invitedUserSponsors?.map((sponsor) => sponsor.id);
  return inviteGuest(call.tenant, { mail, displayName, userType, sponsorIds }, call.caller);
}

function reset(call: GraphCall, wanted: Body): Invited {
  const id = wanted.invitedUser?.id;
  if (id === undefined) throw badRequest('invitedUser.id is required when resetRedemption is true.');
  const user = call.tenant.store.in(users).get(id);
  if (user?.deletedDateTime !== null) throw badRequest('The invited user does not exist in the directory.');
  if (call.caller.kind === 'app' && directoryRolesOf(call.tenant, user.id).length > 0) {
    throw new ApiError(
      403,
      'Authorization_RequestDenied',
      'The redemption of a user with a directory role cannot be reset by an application.',
    );
  }
  return resetRedemption(call.tenant, user, wanted.invitedUserEmailAddress, call.caller);
}

function answer(call: GraphCall, wanted: Body, { user, invitationId, redeemUrl }: Invited): ApiReply {
  return created({
    '@odata.context': `${call.baseUrl}/$metadata#invitations/$entity`,
    id: invitationId,
    inviteRedeemUrl: redeemUrl,
    invitedUserDisplayName: wanted.invitedUserDisplayName ?? null,
    invitedUserType: user.userType,
    invitedUserEmailAddress: wanted.invitedUserEmailAddress,
    sendInvitationMessage: wanted.sendInvitationMessage ?? false,
    resetRedemption: wanted.resetRedemption ?? false,
    inviteRedirectUrl: wanted.inviteRedirectUrl,
    status: user.externalUserState === 'Accepted' ? 'Completed' : 'PendingAcceptance',
    invitedUserMessageInfo: wanted.invitedUserMessageInfo ?? {
      messageLanguage: null,
      customizedMessageBody: null,
      ccRecipients: [{ emailAddress: { name: null, address: null } }],
    },
    invitedUser: { id: user.id },
  });
}
