import { z } from 'zod';
import { guestExportSchema } from '../../shared/domain/admin-api/guest-export';
import { guidsIn } from '../../shared/domain/pseudonym';
import type { ErasureDeps } from '../personal-data/erasure-deps';
import { eraseGuest } from '../personal-data/erase-guest';
import { exportGuest } from '../personal-data/export-guest';
import { problem } from './problem';
import { reply, route } from './route';
import { guestIdText, NO_QUERY, reasonText, ticketText } from './route-schemas';

/** The reason is kept in the chain, which would name the guest for good. */
const withoutIds = reasonText.refine(
  (text) => guidsIn(text).length === 0,
  'must name nobody by an object id: it is kept for good',
);

const eraseGuestRoute = route({
  name: 'eraseGuest',
  method: 'POST',
  path: 'guests/{id}/erase',
  role: 'Gatehouse.Approver',
  summary: 'Forgets a guest that was removed, for good: rows, ledgers, and the link to its pseudonym.',
  description:
    'Refused with 409 and what to do first unless the guest is `removed` and nothing waits for it. A second time it answers `already`. The answer does not repeat the id.',
  params: z.strictObject({ id: guestIdText }),
  query: NO_QUERY,
  body: z.strictObject({ reason: withoutIds, ticket: ticketText.nullable().default(null) }),
  answer: z.object({
    outcome: z.enum(['erased', 'already']),
    pseudonym: z
      .string()
      .nullable()
      .meta({ description: 'what the guest was in the audit; it leads nowhere now' }),
  }),
  problems: ['conflict', 'unavailable'],
  // Whose it was stands in the entry that the erasure itself makes, by pseudonym.
  audit: ({ body: { reason, ticket } }) => ({
    action: 'ask-erasure',
    target: 'guests',
    reason,
    ticket: ticket ?? undefined,
  }),
  handle: async ({ params, body: { reason, ticket }, caller }, deps: ErasureDeps) => {
    const actor = { kind: caller.kind, id: caller.objectId };
    const erased = await eraseGuest(deps, params.id, { actor, reason, ticket });
    if (erased.kind === 'refused') return problem('conflict', erased.message);
    const pseudonym = erased.kind === 'erased' ? erased.pseudonym : null;
    const audited = { detail: { outcome: erased.kind, pseudonym } };
    return reply({ outcome: erased.kind, pseudonym }, { audited });
  },
});

const exportGuestRoute = route({
  name: 'exportGuest',
  method: 'GET',
  path: 'guests/{id}/export',
  role: 'Gatehouse.Reader',
  summary: 'Everything that is held about a guest and found by its id: for whoever asks what is.',
  description:
    'Reads the whole audit and all sightings: for a request a month, not for a page that is shown.',
  params: z.strictObject({ id: guestIdText }),
  query: NO_QUERY,
  body: null,
  answer: guestExportSchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: ErasureDeps) => {
    const found = await exportGuest(deps, params.id);
    return found === undefined
      ? problem('not-found', 'nothing is held about a guest of this id')
      : reply(found);
  },
});

export const erasureRoutes = [eraseGuestRoute, exportGuestRoute] as const;
