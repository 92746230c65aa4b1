import { z } from 'zod';
import { adoptionChangeSchema, ADOPTION_STEPS } from '../../../shared/domain/adoption/adoption-change';
import { planAdoption, type AdoptionPlan } from '../../../shared/domain/adoption/plan-adoption';
import { planRelease } from '../../../shared/domain/adoption/plan-release';
import { groupId } from '../../../shared/domain/ids';
import { isOfPartner } from '../../../shared/domain/mode-change';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import { groupRefusal } from '../../../shared/domain/prepare/judge-group';
import type { AdminDeps } from '../admin-deps';
import { problem, type ProblemResponse } from '../problem';
import { reply, route } from '../route';
import { guidText, hashText, NO_QUERY, partnerName, reasonText, ticketText } from '../route-schemas';
import { seeMembers, type SeeMembersDeps } from './see-members';
import { writeAdoption } from './write-adoption';

type Deps = SeeMembersDeps & Pick<AdminDeps, 'partners' | 'groupAdmin' | 'cursors'>;

const ONE_PARTNER = z.strictObject({ partner: partnerName });
const asked = {
  step: z.enum(ADOPTION_STEPS),
  group: guidText.optional().meta({ description: 'the group whose members it is about' }),
  hosts: z.array(guidText).max(100).optional().meta({ description: 'take-ownership: of these hosts' }),
  guests: z.array(guidText).max(1000).optional().meta({ description: 'of these guests only' }),
};
interface Asked {
  step: (typeof ADOPTION_STEPS)[number];
  group?: string | undefined;
  hosts?: string[] | undefined;
  guests?: string[] | undefined;
}

const previewAdoption = route({
  name: 'previewAdoption',
  method: 'POST',
  path: 'partners/{partner}/adoption/preview',
  role: 'Gatehouse.Reader',
  summary: 'What a step of an adoption would write down, guest by guest, and its hash. Changes nothing.',
  isQuestion: true,
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject(asked),
  answer: adoptionChangeSchema,
  problems: ['not-found', 'conflict', 'unavailable', 'tenant-refused'],
  handle: async ({ params, body }, deps: Deps) => {
    const policy = (await deps.partners.read(params.partner))?.value;
    if (policy === undefined) return problem('not-found', NO_POLICY);
    const found = await planOf(deps, policy, body);
    return 'problem' in found ? found : reply(found.change);
  },
});

const takeAdoptionStep = route({
  name: 'takeAdoptionStep',
  method: 'POST',
  path: 'partners/{partner}/adoption',
  role: 'Gatehouse.Operator',
  summary: 'Takes a step of an adoption, as a preview showed it: writes our own rows, nothing in the tenant.',
  description:
    'The hash is the preview’s: where the group or the guests changed since, it fits no more. Guests whose run is at work are named as busy and left; adopting them is asked for again by the same hash.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject({ ...asked, hash: hashText, reason: reasonText, ticket: ticketText.optional() }),
  answer: adoptionChangeSchema.extend({ busy: z.array(z.string()) }),
  problems: ['not-found', 'conflict', 'unavailable', 'tenant-refused'],
  audit: ({ params, body }) => ({
    action: `adoption-${body.step}`,
    target: `partner/${params.partner}`,
    reason: body.reason,
    ticket: body.ticket,
    detail: {
      hash: body.hash,
      group: body.group ?? null,
      hosts: body.hosts ?? [],
      guests: body.guests ?? [],
    },
  }),
  handle: async ({ params, body, now }, deps: Deps) => {
    const policy = (await deps.partners.read(params.partner))?.value;
    if (policy === undefined) return problem('not-found', NO_POLICY);
    const found = await planOf(deps, policy, body);
    if ('problem' in found) return found;
    const { change, desktops } = found;
    if (change.hash !== body.hash)
      return problem('conflict', 'the group, or its guests, changed since the step was shown: look again');
    const { busy } = await writeAdoption(deps, change, desktops, now);
    const count = change.guests.length - busy.length;
    return reply({ ...change, busy }, { audited: { detail: { guests: count, busy: busy.length } } });
  },
});

const NO_POLICY = 'no partner of this name has a policy';

async function planOf(
  deps: Deps,
  policy: PartnerPolicy,
  { step, group, hosts = [], guests = [] }: Asked,
): Promise<AdoptionPlan | ProblemResponse> {
  if (step === 'adopt') return adoptionOf(deps, policy, group);
  if ((group === undefined) === (hosts.length === 0))
    return problem('invalid', 'name either the group or the hosts, so that it is clear what changes');
  if (step === 'undo' && group === undefined) return problem('invalid', 'an adoption is undone by its group');
  const rows = [];
  for await (const row of deps.subjects.list({ kind: 'guest' })) if (isOfPartner(row, policy)) rows.push(row);
  return {
    change: planRelease(policy, { step, group: group ?? null, hosts, guests }, rows),
    desktops: new Map(),
  };
}

async function adoptionOf(
  deps: Deps,
  policy: PartnerPolicy,
  group: string | undefined,
): Promise<AdoptionPlan | ProblemResponse> {
  if (group === undefined) return problem('invalid', 'name the group that is to be adopted');
  const traits = await deps.groupAdmin.read(groupId(group));
  if (traits === 'absent') return problem('not-found', `there is no group ${group}`);
  if (traits === 'soft-deleted')
    return problem('conflict', `group ${group} was deleted; restore it, which is possible for 30 days`);
  const refusal = groupRefusal(traits);
  if (refusal !== null) return problem('conflict', `group ${group} cannot be adopted: ${refusal}`);
  const sight = await seeMembers(deps, policy, groupId(group));
  if (sight === undefined) return problem('not-found', `there is no group ${group}`);
  return planAdoption(sight);
}

export const adoptionRoutes = [previewAdoption, takeAdoptionStep] as const;
