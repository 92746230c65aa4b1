import { z } from 'zod';
import {
  auditEntryViewSchema,
  auditHeadsSchema,
  ledgerViewSchema,
} from '../../shared/domain/admin-api/audit-view';
import { subjectKey, SUBJECT_KINDS } from '../../shared/domain/subject';
import { isAboutGuest } from '../../shared/domain/pseudonym';
import type { Audit } from '../../shared/state/audit';
import type { Pseudonyms } from '../../shared/state/pseudonyms';
import { latestLedgerHeads } from '../latest-ledger-heads';
import type { AdminDeps } from './admin-deps';
import { continuation, readContinuation } from './continuation';
import { invalidRequest } from './request-errors';
import { reply, route } from './route';
import { guidText, instantText, NO_PARAMS, NO_QUERY, nextPage, pageQuery } from './route-schemas';

const word = z.string().max(200).optional();
const filterQuery = {
  since: instantText.optional(),
  actor: guidText.optional(),
  action: word,
  target: word,
};
type Filter = z.output<z.ZodObject<typeof filterQuery>>;

const listAudit = route({
  name: 'listAudit',
  method: 'GET',
  path: 'audit',
  role: 'Gatehouse.Reader',
  summary: 'Who did what, when, why, on which plan, with what result; the newest first, a page at a time.',
  description:
    'Without a filter it is the whole chain, hashes included. `since`, `actor`, `action` and `target` narrow it. Guests stand in it by pseudonym; a `target` of `guest/<object id>` finds them.',
  params: NO_PARAMS,
  query: z.strictObject({ ...filterQuery, ...pageQuery }),
  body: null,
  answer: z.object({ entries: z.array(auditEntryViewSchema), next: nextPage }),
  handle: async (
    { query: { top, continue: token, ...asked } },
    { audit, pseudonyms }: Pick<AdminDeps, 'audit' | 'pseudonyms'>,
  ) => {
    const filter = { ...asked, target: await targetOf(pseudonyms, asked.target) };
    const scope = `audit ${JSON.stringify(filter)}`;
    const before = token === undefined ? Infinity : Number(readContinuation(scope, token));
    if (Number.isNaN(before))
      return invalidRequest([{ at: 'continue', problem: 'is no continuation of this list' }]);
    const { entries, goOnAt } = await pageOf(audit, filter, before, top);
    return reply({ entries, next: goOnAt === null ? null : continuation(scope, String(goOnAt)) });
  },
});

/** A guest is asked for by its object id, and stands in the chain by its pseudonym. */
async function targetOf(pseudonyms: Pseudonyms, target: string | undefined): Promise<string | undefined> {
  const id = /^guest\/(.+)$/.exec(target ?? '')?.[1]?.toLowerCase();
  const pseudonym = id === undefined ? undefined : await pseudonyms.find(id);
  return pseudonym === undefined ? target : `guest/${pseudonym}`;
}

/** Entries looked at for one page: a filter that fits little must not hold a request up. */
const MOST_LOOKED_AT = 5_000;

async function pageOf(audit: Audit, filter: Filter, before: number, top: number) {
  const entries = [];
  let at = before;
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const read = await audit.read(1000, at === Infinity ? undefined : at);
    for (const entry of read) {
      if (filter.since !== undefined && entry.at < filter.since) return { entries, goOnAt: null };
      if (fits(entry, filter)) entries.push(entry);
      at = entry.seq;
      if (entries.length === top) return { entries, goOnAt: at > 1 ? at : null };
    }
    looked += read.length;
    if (read.length < 1000) return { entries, goOnAt: null };
  }
  return { entries, goOnAt: at };
}

const fits = (entry: Awaited<ReturnType<Audit['read']>>[number], filter: Filter): boolean =>
  (filter.actor === undefined || entry.actor.id === filter.actor) &&
  (filter.action === undefined || entry.action === filter.action) &&
  (filter.target === undefined || entry.target === filter.target);

const listAuditHeads = route({
  name: 'listAuditHeads',
  method: 'GET',
  path: 'audit/heads',
  role: 'Gatehouse.Reader',
  summary: 'Heads of the audit chain that were kept where nobody rewrites them, lowest first.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: auditHeadsSchema,
  handle: async (_request, { anchors }: Pick<AdminDeps, 'anchors'>) => reply({ heads: await anchors.list() }),
});

const showLedger = route({
  name: 'showLedger',
  method: 'GET',
  path: 'ledgers/{kind}/{id}',
  role: 'Gatehouse.Reader',
  summary: 'The whole ledger of a subject, newest first, and its highest head that was anchored.',
  params: z.strictObject({ kind: z.enum(SUBJECT_KINDS), id: guidText }),
  query: NO_QUERY,
  body: null,
  answer: ledgerViewSchema,
  handle: async ({ params }, deps: Pick<AdminDeps, 'ledger' | 'audit' | 'documents' | 'pseudonyms'>) => {
    const kept = await latestLedgerHeads(deps);
    const pseudonym = isAboutGuest(params) ? await deps.pseudonyms.find(params.id) : undefined;
    const head = kept?.heads[subjectKey({ ...params, id: pseudonym ?? params.id })];
    const anchored = kept && head ? { seq: head[0], hash: head[1], at: kept.at } : null;
    return reply({ entries: await deps.ledger.read(params), anchored });
  },
});

export const auditRoutes = [listAudit, listAuditHeads, showLedger] as const;
