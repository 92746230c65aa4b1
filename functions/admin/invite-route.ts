import { z } from 'zod';
import { guestId } from '../../shared/domain/ids';
import { hintFor } from '../../shared/domain/hint';
import { policyForDomain, type PartnerPolicy } from '../../shared/domain/partner-policy';
import type { AdminDeps } from './admin-deps';
import { problem, type ProblemResponse } from './problem';
import { reply, route } from './route';
import { guidText, NO_PARAMS, NO_QUERY, reasonText, ticketText } from './route-schemas';

type Deps = Pick<AdminDeps, 'partners' | 'directory' | 'invitations' | 'invitedGuests' | 'hints'>;

/** Where a guest lands who was told nothing else: the apps it was given (Create invitation, examples). */
const MY_APPS = 'https://myapplications.microsoft.com';

const invitation = z.strictObject({
  mail: z.email('must be a mail address').max(254),
  displayName: z.string().trim().min(1).max(256).optional(),
  sponsor: guidText.optional().meta({ description: 'object id of a user; the policy’s sponsor unless told' }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language such as nl-NL')
    .default('en-US'),
  message: z.string().trim().min(1).max(500).optional(),
  redirectUrl: z
    .url({ protocol: /^https$/ })
    .max(1000)
    .default(MY_APPS),
  isMailed: z.boolean().default(true),
  reason: reasonText,
  ticket: ticketText.optional(),
});

/** POST guests/invite: invites, marks the guest as invited by Gatehouse, and has it prepared at once. */
const inviteGuest = route({
  name: 'inviteGuest',
  method: 'POST',
  path: 'guests/invite',
  role: 'Gatehouse.Operator',
  summary: 'Invites a guest of a partner, with a sponsor.',
  description:
    'The address must be of a domain that a policy claims, and the partner not merely observed. The answer holds the object id and neither the address nor the link: the directory mails it.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: invitation,
  answer: z.object({
    id: z.string(),
    partner: z.string(),
    sponsor: z.string(),
    isAccepted: z.boolean(),
  }),
  success: 201,
  problems: ['conflict', 'tenant-refused'],
  audit: ({ body }) => ({
    action: 'invite-guest',
    target: 'guests',
    reason: body.reason,
    ticket: body.ticket,
  }),
  handle: async ({ body, caller, now }, deps: Deps) => {
    const domain = body.mail.slice(body.mail.lastIndexOf('@') + 1).toLowerCase();
    const policy = policyForDomain(await deps.partners.list(), domain);
    const unfit = unfitPolicy(policy);
    if (policy === undefined || unfit !== undefined) return unfit ?? noPolicy();
    const sponsor = body.sponsor ?? policy.sponsor;
    const unfitSponsor = await sponsorProblem(deps, sponsor);
    if (sponsor === undefined || unfitSponsor !== undefined) return unfitSponsor ?? noSponsor();
    const { mail, displayName = null, redirectUrl, isMailed, language, message = null } = body;
    const sent = { mail, displayName, sponsor, redirectUrl, isMailed, language, message };
    const { guest, isAccepted } = await deps.invitations.invite(sent);
    // The mark first: the hint makes somebody look whether it is there.
    const mark = { guest, invitedBy: caller.objectId, sponsor, at: now.toISOString(), language };
    await deps.invitedGuests.record(mark);
    const hintId = `invite-${guest}-${now.getTime()}`;
    await deps.hints.send([hintFor({ kind: 'guest', id: guest }, hintId)]);
    const detail = { partner: policy.partner, sponsor };
    const answer = { id: guest, ...detail, isAccepted };
    return reply(answer, { status: 201, audited: { target: `guest/${guest}`, detail } });
  },
});

const noPolicy = () =>
  problem(
    'invalid',
    'no partner’s policy claims the domain of this address; a guest of it would be ignored. Add the domain to a policy first',
  );
const noSponsor = () =>
  problem(
    'invalid',
    'say who answers for the guest: no sponsor was told, and the partner’s policy names none',
  );

/** Inviting writes to the tenant: what is only observed is not written to. A pilot’s ids come after the invitation. */
function unfitPolicy(policy: PartnerPolicy | undefined): ProblemResponse | undefined {
  if (policy?.mode.kind !== 'observe') return undefined;
  return problem(
    'conflict',
    `the partner ${policy.partner} is only observed, so nobody is invited for it; set its mode to pilot or enforce`,
  );
}

async function sponsorProblem(
  { directory }: Pick<Deps, 'directory'>,
  sponsor: string | undefined,
): Promise<ProblemResponse | undefined> {
  if (sponsor === undefined) return undefined;
  const user = await directory.readUser(guestId(sponsor));
  if (user?.userType === 'Member' && user.accountEnabled) return undefined;
  return problem(
    'invalid',
    `the sponsor ${sponsor} is no enabled member of the directory; name somebody who is`,
  );
}

export const inviteRoutes = [inviteGuest] as const;
