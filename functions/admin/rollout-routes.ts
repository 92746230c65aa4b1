import { z } from 'zod';
import { rolloutView, rolloutViewSchema } from '../../shared/domain/admin-api/rollout-view';
import { clientRolloutSchema, rolloutCursor, type ClientRollout } from '../../shared/domain/client-rollout';
import type { PartnerId } from '../../shared/domain/ids';
import type { AdminDeps } from './admin-deps';
import { versionChanged } from './etag-condition';
import { problem } from './problem';
import { reply, route } from './route';
import { NO_QUERY, partnerName, reasonText, ticketText } from './route-schemas';

type Deps = Pick<AdminDeps, 'partners' | 'cursors' | 'hosts'>;

const ONE_PARTNER = z.strictObject({ partner: partnerName });
const NO_RINGS = 'the policy of this partner has no client.rings: every host gets another version at once';

const readRings = route({
  name: 'readPartnerRings',
  method: 'GET',
  path: 'partners/{partner}/rings',
  role: 'Gatehouse.Reader',
  summary: 'Where the rollout of a partner’s client stands, ring by ring, and what holds the next one.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: null,
  answer: rolloutViewSchema,
  problems: ['not-found'],
  handle: async ({ params, now }, deps: Deps) => {
    const policy = (await deps.partners.read(params.partner))?.value;
    if (policy === undefined) return problem('not-found', 'no partner of this name has a policy');
    const rollout = (await readRollout(deps, params.partner))?.rollout;
    return reply(rolloutView(policy, rollout, await deps.hosts.list(), now.toISOString()));
  },
});

const steerRings = route({
  name: 'steerPartnerRings',
  method: 'POST',
  path: 'partners/{partner}/rings',
  role: 'Gatehouse.Operator',
  summary: 'Pauses or resumes the rollout of a partner’s client: no further ring opens while it is paused.',
  description: 'Hosts of rings that are open already go on getting the version.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject({
    do: z.enum(['pause', 'resume']),
    reason: reasonText,
    ticket: ticketText.optional(),
  }),
  answer: rolloutViewSchema,
  problems: ['not-found', 'conflict', 'precondition-failed'],
  audit: ({ params, body }) => ({
    action: `${body.do}-rollout`,
    target: `partner/${params.partner}`,
    reason: body.reason,
    ticket: body.ticket,
  }),
  handle: async ({ params, body, caller, now }, deps: Deps) => {
    const policy = (await deps.partners.read(params.partner))?.value;
    if (policy === undefined) return problem('not-found', 'no partner of this name has a policy');
    if (policy.client.rings === undefined) return problem('conflict', NO_RINGS);
    const found = await readRollout(deps, params.partner);
    if (found === undefined)
      return problem('conflict', 'the rollout has not begun: it does so within five minutes of the policy');
    const at = now.toISOString();
    const { rollout, etag } = found;
    const paused =
      body.do === 'resume' ? null : (rollout.paused ?? { at, by: caller.objectId, reason: body.reason });
    const detail: ClientRollout = { ...rollout, paused };
    const name = rolloutCursor(params.partner);
    if ((await deps.cursors.save({ name, savedAt: at, detail }, etag)) === 'conflict')
      return versionChanged('rollout');
    return reply(rolloutView(policy, detail, await deps.hosts.list(), at));
  },
});

async function readRollout(
  { cursors }: Deps,
  partner: PartnerId,
): Promise<{ rollout: ClientRollout; etag: string } | undefined> {
  const stored = await cursors.read(rolloutCursor(partner));
  return stored && { rollout: clientRolloutSchema.parse(stored.value.detail), etag: stored.etag };
}

export const rolloutRoutes = [readRings, steerRings] as const;
