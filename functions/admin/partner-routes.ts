import { z } from 'zod';
import { canonicalJson } from '../../shared/domain/audit-chain';
import { sha256, type PartnerId } from '../../shared/domain/ids';
import { guestRecord } from '../../shared/domain/guest-record';
import { isOfPartner } from '../../shared/domain/mode-change';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { partnerPolicySchema, type PartnerPolicy } from '../../shared/domain/partner-policy';
import type { Partners } from '../../shared/state/partners';
import { RetryableError } from '../../shared/domain/codes';
import { judgePolicyGroups } from './judge-policy-groups';
import type { AdminDeps } from './admin-deps';
import { conditionRequired, etagCondition, versionChanged } from './etag-condition';
import { hintInWaves } from './hint-in-waves';
import { MODE_HASH_HEADER, modeStepProblem } from './mode-step';
import { problem } from './problem';
import { reasonHeaders } from './reason-headers';
import { reply, route } from './route';
import { NO_PARAMS, NO_QUERY, partnerName } from './route-schemas';

type Deps = Pick<AdminDeps, 'partners' | 'groupAdmin' | 'subjects' | 'invitedGuests' | 'hints'>;
const ONE_PARTNER = z.strictObject({ partner: partnerName });

const listPartners = route({
  name: 'listPartners',
  method: 'GET',
  path: 'partners',
  role: 'Gatehouse.Reader',
  summary: 'The policies of all partners, by name.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: z.object({ partners: z.array(partnerPolicySchema) }),
  handle: async (_request, { partners }: Deps) => reply({ partners: await partners.list() }),
});

const showPartner = route({
  name: 'showPartner',
  method: 'GET',
  path: 'partners/{partner}',
  role: 'Gatehouse.Reader',
  summary: 'The policy of a partner, and its ETag for the next PUT.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: null,
  answer: partnerPolicySchema,
  isConditional: true,
  problems: ['not-found'],
  handle: async ({ params }, { partners }: Deps) => {
    const stored = await partners.read(params.partner);
    if (stored === undefined) return problem('not-found', 'no partner of this name has a policy');
    return reply(stored.value, { etag: stored.etag });
  },
});

const putPartner = route({
  name: 'putPartner',
  method: 'PUT',
  path: 'partners/{partner}',
  role: 'Gatehouse.Operator',
  summary: 'Stores the policy of a partner.',
  description:
    'A new one needs `If-None-Match: *`, a change `If-Match` with the ETag it was read with. The header `Gatehouse-Warning` says where guests cannot be let in by a group that the policy names. Another mode or enrolment than the stored one needs the hash of the difference, as `partners/{partner}/mode/preview` shows it, in the header `Gatehouse-Mode-Hash`. Why, and the ticket, are told by the headers `Gatehouse-Reason` (percent-encoded) and `Gatehouse-Ticket`.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: partnerPolicySchema,
  answer: partnerPolicySchema,
  success: 201,
  isConditional: true,
  problems: ['conflict', 'precondition-failed', 'precondition-required'],
  audit: ({ params, headers, body }) => ({
    action: 'put-policy',
    target: `partner/${params.partner}`,
    ...reasonHeaders(headers),
    detail: { policy: sha256(canonicalJson(body)), mode: body.mode.kind },
  }),
  handle: async ({ params, body: policy, headers, now }, deps: Deps) => {
    const { partners } = deps;
    const condition = etagCondition(headers);
    if (condition === undefined) return conditionRequired('policy');
    if (policy.partner !== params.partner)
      return problem('invalid', 'the policy names another partner than the address');
    const clash = await claimedTwice(partners, policy);
    if (clash !== undefined) return problem('invalid', clash);
    const before = (await partners.read(policy.partner))?.value;
    const unseen = await modeStepProblem(deps, before, policy, headers.get(MODE_HASH_HEADER));
    if (unseen !== undefined) return unseen;
    const written = await partners.put(policy, condition.etag);
    if (written === 'conflict') return versionChanged('policy');
    const stored = reply(policy, { status: condition.etag === undefined ? 201 : 200 });
    const warnings = [await unheardWarning(deps, policy, now), await groupWarning(deps, policy)].flat();
    if (warnings.length === 0) return stored;
    return { ...stored, headers: { ...stored.headers, 'gatehouse-warning': warnings.join('; ') } };
  },
});

async function claimedTwice(partners: Partners, policy: { partner: PartnerId; domains: string[] }) {
  for (const other of await partners.list()) {
    const shared =
      other.partner === policy.partner ? undefined : other.domains.find((d) => policy.domains.includes(d));
    if (shared !== undefined) return `the domain ${shared} is claimed by partner ${other.partner} already`;
  }
  return undefined;
}

/**
 * A policy changes what its guests should have, and no change of theirs would tell: each is looked at again, and so is
 * whoever no partner claimed until now. The policy is stored by then, so trouble with the bus is a warning.
 */
async function unheardWarning(
  { subjects, hints }: Pick<Deps, 'subjects' | 'hints'>,
  policy: PartnerPolicy,
  now: Date,
): Promise<string[]> {
  const rows = [];
  for await (const row of subjects.list({ kind: 'guest' }))
    if (isOfPartner(row, policy) || isUnclaimed(row)) rows.push(row);
  try {
    await hintInWaves(hints, rows, `policy-${sha256(canonicalJson(policy)).slice(0, 16)}`, now);
    return [];
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    return ['its guests could not be told to be looked at again: apply the policy once more'];
  }
}

/** Nobody's guest whose home was never noted: the policy may claim it. */
const isUnclaimed = ({ partner, detail }: SubjectRow): boolean =>
  partner === null && guestRecord(detail).homeDomain === null;

/** A policy may be stored before its groups are well: said, not refused. Nor is it refused where the directory cannot be asked. */
async function groupWarning(deps: Pick<AdminDeps, 'groupAdmin'>, policy: PartnerPolicy): Promise<string[]> {
  try {
    const wrong = (await judgePolicyGroups(deps, policy)).filter(({ trouble }) => trouble !== null);
    const told = wrong.map(({ role, group, trouble }) => `${role} ${group}: ${trouble ?? ''}`);
    return told;
  } catch (error) {
    if (error instanceof RetryableError)
      return ['the groups could not be looked at now: check the partner later'];
    throw error;
  }
}

export const partnerRoutes = [listPartners, showPartner, putPartner] as const;
