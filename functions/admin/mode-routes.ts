import { z } from 'zod';
import { canonicalJson } from '../../shared/domain/audit-chain';
import { policyFields } from '../../shared/domain/partner-policy';
import type { AdminDeps } from './admin-deps';
import { versionChanged } from './etag-condition';
import { hintInWaves } from './hint-in-waves';
import { modeDifference } from './mode-difference';
import { problem } from './problem';
import { reply, route } from './route';
import { hashText, NO_QUERY, partnerName, reasonText, ticketText } from './route-schemas';

type Deps = Pick<AdminDeps, 'partners' | 'subjects' | 'invitedGuests' | 'hints'>;

const ONE_PARTNER = z.strictObject({ partner: partnerName });
const reach = { mode: policyFields.mode, enrol: policyFields.enrol.unwrap().optional() };
const ban = z.string().nullable().meta({ description: 'why nothing is written; null = it may be' });
const change = z.object({
  from: z.object({ mode: policyFields.mode, enrol: policyFields.enrol }),
  to: z.object({ mode: policyFields.mode, enrol: policyFields.enrol }),
  guests: z.array(z.object({ id: z.string(), state: z.string(), before: ban, after: ban })),
  unchanged: z.int(),
  hash: z.string(),
});

const previewMode = route({
  name: 'previewPartnerMode',
  method: 'POST',
  path: 'partners/{partner}/mode/preview',
  role: 'Gatehouse.Reader',
  summary: 'What another mode of a partner would change, guest by guest, and its hash. Changes nothing.',
  isQuestion: true,
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject(reach),
  answer: change,
  problems: ['not-found'],
  handle: async ({ params, body }, deps: Deps) => {
    const policy = (await deps.partners.read(params.partner))?.value;
    if (policy === undefined) return problem('not-found', 'no partner of this name has a policy');
    return reply((await modeDifference(deps, policy, body)).change);
  },
});

const setMode = route({
  name: 'setPartnerMode',
  method: 'POST',
  path: 'partners/{partner}/mode',
  role: 'Gatehouse.Operator',
  summary: 'Sets the mode of a partner, as a preview showed it, and has its guests looked at in waves.',
  description:
    'The hash is the preview’s: where the policy or the guests changed since, it fits no more. Repeated, it does nothing twice.',
  params: ONE_PARTNER,
  query: NO_QUERY,
  body: z.strictObject({ ...reach, hash: hashText, reason: reasonText, ticket: ticketText.optional() }),
  answer: change.extend({ waves: z.int() }),
  problems: ['not-found', 'conflict', 'precondition-failed'],
  audit: ({ params, body }) => ({
    action: 'set-mode',
    target: `partner/${params.partner}`,
    reason: body.reason,
    ticket: body.ticket,
    detail: { hash: body.hash, mode: body.mode, enrol: body.enrol ?? null },
  }),
  handle: async ({ params, body, now }, deps: Deps) => {
    const stored = await deps.partners.read(params.partner);
    if (stored === undefined) return problem('not-found', 'no partner of this name has a policy');
    const { mode, enrol } = body;
    const { change: found, rows } = await modeDifference(deps, stored.value, { mode, enrol });
    // There already: this is a repetition, of which only the hints may be missing.
    if (canonicalJson(found.from) !== canonicalJson(found.to)) {
      if (found.hash !== body.hash) return changedSince();
      const written = await deps.partners.put({ ...stored.value, ...found.to }, stored.etag);
      if (written === 'conflict') return versionChanged('policy');
    }
    // All of them: who may not be written for any more has to stop, and say so.
    const waves = await hintInWaves(deps.hints, rows, `mode-${body.hash.slice(0, 16)}`, now);
    return reply({ ...found, waves });
  },
});

const changedSince = () =>
  problem('conflict', 'the policy or its guests changed since the difference was shown: look at it again');

export const modeRoutes = [previewMode, setMode] as const;
