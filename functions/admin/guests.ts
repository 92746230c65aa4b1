import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import {
  GUEST_STATES,
  guestRecord,
  readinessSentence,
  type GuestRecord,
} from '../../shared/domain/guest-record';
import { HOLDS, type HoldCode } from '../../shared/domain/holds';
import { isGuid } from '../../shared/domain/ids';
import { runId } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Ledger } from '../../shared/state/ledger';
import type { SubjectFilter, Subjects } from '../../shared/state/subjects';
import { problem } from './problem';

interface Deps {
  subjects: Subjects;
  ledger: Ledger;
}

/** A guest as the admin API shows it: where it stands, why, and what would put it right. */
function guestView(row: SubjectRow) {
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

/** GET guests?state=&partner= : every guest that fits. */
export const listGuests =
  ({ subjects }: Deps) =>
  async (request: HttpRequest): Promise<HttpResponseInit> => {
    const filter: SubjectFilter = { kind: 'guest' };
    const [state, partner] = [request.query.get('state'), request.query.get('partner')];
    if (state !== null && !GUEST_STATES.some((known) => known === state))
      return problem('invalid', `there is no such state of a guest; there are ${GUEST_STATES.join(', ')}`);
    if (state !== null) filter.state = state;
    if (partner !== null) filter.partner = partner;
    const guests = [];
    for await (const row of subjects.list(filter)) guests.push(guestView(row));
    return { jsonBody: { guests } };
  };

/** GET guests/{id} : one guest with the timeline of its runs, newest step first. */
export const showGuest =
  ({ subjects, ledger }: Deps) =>
  async (request: HttpRequest): Promise<HttpResponseInit> => {
    const id = request.params['id'] ?? '';
    if (!isGuid(id)) return problem('invalid', 'the id of a guest is the object id Entra gave it: a GUID');
    const subject = { kind: 'guest' as const, id: id.toLowerCase() };
    const stored = await subjects.read(subject);
    if (stored === undefined) return problem('not-found', 'no guest of this id was ever seen');
    return { jsonBody: { ...guestView(stored.value), timeline: await ledger.read(subject) } };
  };
