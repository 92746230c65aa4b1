import { z } from 'zod';
import { guestStorySchema, guestViewSchema, type GuestView } from '../../shared/domain/admin-api/guest-view';
import {
  GUEST_STATES,
  guestRecord,
  readinessSentence,
  type GuestRecord,
} from '../../shared/domain/guest-record';
import { HOLDS, type HoldCode } from '../../shared/domain/holds';
import { isPseudonym } from '../../shared/domain/pseudonym';
import { runId } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { SubjectFilter } from '../../shared/state/subjects';
import type { AdminDeps } from './admin-deps';
import { continuation, readContinuation } from './continuation';
import { problem } from './problem';
import { invalidRequest } from './request-errors';
import { reply, route } from './route';
import { guestIdText, NO_PARAMS, NO_QUERY, nextPage, pageQuery, partnerName } from './route-schemas';

/** A guest as the admin API shows it. */
export function guestView(row: SubjectRow): GuestView {
  const record = guestRecord(row.detail);
  return {
    id: row.subject.id,
    partner: row.partner,
    state: row.state,
    told: row.state === 'invited' ? readinessSentence(record.checks) : null,
    ...record,
    fix: fixOf(row.state, record),
    wakeAt: row.wakeAt,
    run: row.run === 0 ? null : runId(row.subject, row.run),
    isRunning: row.live,
  };
}

/** What would put it right; null where nothing is wrong. A run that died wrote no reason. */
function fixOf(state: string, { reason }: GuestRecord): string | null {
  if (state === 'crashed') return HOLDS.crashed.fix;
  return state === 'held' && reason !== null && reason.code in HOLDS
    ? HOLDS[reason.code as HoldCode].fix
    : null;
}

const listGuests = route({
  name: 'listGuests',
  method: 'GET',
  path: 'guests',
  role: 'Gatehouse.Reader',
  summary: 'Guests, by object id, a page at a time.',
  params: NO_PARAMS,
  query: z.strictObject({
    state: z.enum(GUEST_STATES).optional(),
    partner: partnerName.optional(),
    ...pageQuery,
  }),
  body: null,
  answer: z.object({ guests: z.array(guestViewSchema), next: nextPage }),
  handle: async ({ query }, { subjects }: Pick<AdminDeps, 'subjects'>) => {
    const { state, partner, top } = query;
    const scope = `guests ${state ?? ''} ${partner ?? ''}`;
    const after = query.continue === undefined ? '' : readContinuation(scope, query.continue);
    if (after === undefined)
      return invalidRequest([{ at: 'continue', problem: 'is no continuation of this list' }]);
    const filter: SubjectFilter = { ...(state && { state }), ...(partner && { partner }) };
    // One more than is shown: so the last page is known for the last.
    const rows = await subjects.page('guest', filter, after, top + 1);
    const guests = rows.slice(0, top).map(guestView);
    const last = guests.at(-1);
    return reply({
      guests,
      next: rows.length > top && last !== undefined ? continuation(scope, last.id) : null,
    });
  },
});

const showGuest = route({
  name: 'showGuest',
  method: 'GET',
  path: 'guests/{id}',
  role: 'Gatehouse.Reader',
  summary: 'One guest with the timeline of its runs, newest step first.',
  description: 'By object id, or by the pseudonym that stands for it in the audit.',
  params: z.strictObject({ id: guestIdText }),
  query: NO_QUERY,
  body: null,
  answer: guestStorySchema,
  problems: ['not-found'],
  handle: async ({ params }, deps: Pick<AdminDeps, 'subjects' | 'ledger' | 'pseudonyms'>) => {
    const { subjects, ledger, pseudonyms } = deps;
    const id = isPseudonym(params.id) ? ((await pseudonyms.list()).get(params.id) ?? params.id) : params.id;
    const subject = { kind: 'guest' as const, id };
    const stored = await subjects.read(subject);
    if (stored === undefined) return problem('not-found', 'no guest of this id was ever seen');
    return reply({ ...guestView(stored.value), timeline: await ledger.read(subject) });
  },
});

const findGuests = route({
  name: 'findGuests',
  method: 'POST',
  path: 'guests/find',
  role: 'Gatehouse.Reader',
  summary: 'Object ids of the users that have a mail address.',
  description:
    'A POST, because an address in a path or query ends in logs. The directory is asked; nothing is stored.',
  isQuestion: true,
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({ mail: z.email().max(254) }),
  answer: z.object({ ids: z.array(z.string()) }),
  problems: ['unavailable', 'tenant-refused'],
  handle: async ({ body }, { guestLookup }: Pick<AdminDeps, 'guestLookup'>) =>
    reply({ ids: await guestLookup.findByMail(body.mail) }),
});

export const guestRoutes = [listGuests, findGuests, showGuest] as const;
