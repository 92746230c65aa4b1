import { ELSEWHERE, type GuestExport } from '../../shared/domain/admin-api/guest-export';
import type { AuditEntry } from '../../shared/domain/audit-entry';
import type { GuestId } from '../../shared/domain/ids';
import { subjectKey } from '../../shared/domain/subject';
import type { NoticeOutbox } from '../../shared/state/notice-outbox';
import { guestView } from '../admin/guest-routes';
import type { ErasureDeps } from './erasure-deps';

const PAGE = 1000;

/**
 * Everything that is held about a guest, for whoever asks what is. Reads all of the audit and of the sightings: made for a
 * request a month. Changes nothing; undefined = nothing is held.
 */
export async function exportGuest(deps: ErasureDeps, guest: GuestId): Promise<GuestExport | undefined> {
  const subject = { kind: 'guest' as const, id: guest };
  const row = (await deps.subjects.read(subject))?.value;
  const pseudonym = await deps.pseudonyms.find(guest);
  const timeline = await deps.ledger.read(subject);
  if (row === undefined && pseudonym === undefined && timeline.length === 0) return undefined;
  const invited = await deps.invitedGuests.read(guest);
  const seen = (await deps.sightings.from('')).filter((day) => day.guest === guest);
  return {
    at: deps.now().toISOString(),
    id: guest,
    pseudonym: pseudonym ?? null,
    guest: row === undefined ? null : guestView(row),
    invited: invited ?? null,
    timeline,
    orderTimeline: await deps.ledger.read({ kind: 'order', id: guest }),
    orders: (await deps.orders.list(guest)).map(({ value }) => value),
    hosts: (await deps.hosts.list()).filter(names(guest)).map(({ host }) => host),
    plans: await plansNaming(deps, guest),
    notices: await noticesAbout(deps.noticeOutbox, subjectKey(subject)),
    sightings: seen.map(({ day, leftOut, sightings }) => ({ day, leftOut, sightings })),
    audit: pseudonym === undefined ? [] : await entriesNaming(deps, pseudonym),
    elsewhere: [...ELSEWHERE],
  };
}

const names = (id: string) => (value: object) => JSON.stringify(value).includes(id);

async function plansNaming({ plans }: ErasureDeps, guest: GuestId): Promise<string[]> {
  const naming: string[] = [];
  for (const { id } of await plans.list())
    if (await plans.names(id, { kind: 'guest', id: guest })) naming.push(id);
  return naming;
}

/** Pages begin at the subject's own first place: nothing of others is read. */
async function noticesAbout(outbox: NoticeOutbox, about: string): Promise<GuestExport['notices']> {
  const found = await outbox.page({}, { about, key: '' }, PAGE);
  return found.filter(({ place }) => place.about === about).map(({ notice }) => notice);
}

async function entriesNaming({ audit }: ErasureDeps, pseudonym: string): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await audit.read(PAGE, before);
    found.push(...page.filter(names(pseudonym)));
    if (page.length < PAGE) return found;
    before = page.at(-1)?.seq;
  }
}
