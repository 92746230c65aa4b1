import type { DirectoryChange } from '../core/change-log';
import type { GraphCall } from '../core/graph-routes';
import { ok, type ApiReply } from '../core/api-call';
import { badRequest } from '../core/api-error';
import { selectedNames, type Selectable } from '../odata/select';
import { deltaEpoch, readDeltaToken, writeDeltaToken, type DeltaToken } from './delta-token';

type Entry = Record<string, unknown>;

/** How one kind of object is told in a delta round. */
export interface DeltaSource {
  kind: DeltaToken['kind'];
  type: DirectoryChange['type'];
  selectable: Selectable;
  /** The live object as readers see it now, or what is said of one that is gone; undefined: nothing at all. */
  entry: (
    call: GraphCall,
    id: string,
    changes: readonly DirectoryChange[],
    select: readonly string[] | null,
  ) => Entry | undefined;
  liveIds: (call: GraphCall) => string[];
}

const PAGE_SIZE = 200;
const MOST_FILTERED_IDS = 50;

/**
 * One call of a delta function (delta overview, user: delta): first round, changes since a delta link, or the
 * next page of either. Pages may be empty, entries may repeat, and order means nothing.
 */
export function deltaReply(call: GraphCall, source: DeltaSource): ApiReply {
  const anew = `${call.baseUrl}/${source.kind}/delta?$deltatoken=`;
  const deltaText = call.query.get('$deltatoken');
  const text = deltaText ?? call.query.get('$skiptoken');
  if (text === 'latest')
    return page(call, source, [], { ...firstToken(call, source), from: readable(call), round: null });
  if (text === null || text === '') return nextPage(call, source, firstToken(call, source));
  const token = readDeltaToken(call.tenant, text, source.kind, anew);
  return nextPage(call, source, { ...token, isMinimal: token.isMinimal || isMinimal(call) });
}

function nextPage(call: GraphCall, source: DeltaSource, token: DeltaToken): ApiReply {
  const round = token.round ?? {
    isInitial: false,
    upTo: readable(call),
    told: 0,
    emptyPages: call.tenant.switches.get('deltaEmptyPages'),
  };
  if (round.emptyPages > 0)
    return page(call, source, [], { ...token, round: { ...round, emptyPages: round.emptyPages - 1 } });
  const all = round.isInitial
    ? initialEntries(call, source, token)
    : changedEntries(call, source, token, round.upTo);
  const told = round.told + PAGE_SIZE;
  const entries = all.slice(round.told, told);
  const isEnd = told >= all.length;
  return page(
    call,
    source,
    entries,
    isEnd ? { ...token, from: round.upTo, round: null } : { ...token, round: { ...round, told } },
  );
}

function page(call: GraphCall, source: DeltaSource, value: readonly Entry[], token: DeltaToken): ApiReply {
  const text = writeDeltaToken({ ...token, issuedAtMs: call.tenant.clock.now() });
  const address = `${call.baseUrl}/${source.kind}/delta`;
  const link =
    token.round === null
      ? { '@odata.deltaLink': `${address}?$deltatoken=${text}` }
      : { '@odata.nextLink': `${address}?$skiptoken=${text}` };
  return ok({ '@odata.context': `${call.baseUrl}/$metadata#${source.kind}`, ...link, value });
}

function firstToken(call: GraphCall, source: DeltaSource): DeltaToken {
  for (const refused of ['$top', '$orderby', '$expand']) {
    if (call.query.has(refused))
      throw badRequest(
        `The query option '${refused}' is not supported by delta.`,
        'Request_UnsupportedQuery',
      );
  }
  return {
    kind: source.kind,
    select: selectedNames(call.query.get('$select'), source.selectable) ?? null,
    ids: filteredIds(call),
    isMinimal: false,
    from: 0,
    round: { isInitial: true, upTo: readable(call), told: 0, emptyPages: 0 },
    issuedAtMs: call.tenant.clock.now(),
    epoch: deltaEpoch(call.tenant),
  };
}

/** Only `id eq 'a' or id eq 'b'`, up to 50. */
function filteredIds(call: GraphCall): string[] | null {
  const filter = call.query.get('$filter');
  if (filter === null) return null;
  const ids = filter.split(/\s+or\s+/).map((part) => /^\(?id eq '([^']+)'\)?$/.exec(part.trim())?.[1]);
  const found = ids.filter((id) => id !== undefined);
  if (found.length < ids.length || found.length > MOST_FILTERED_IDS) {
    throw badRequest(
      `Delta supports only a filter of up to ${MOST_FILTERED_IDS} ids.`,
      'Request_UnsupportedQuery',
    );
  }
  return found;
}

/** The number of the last change that has been replicated. */
function readable(call: GraphCall): number {
  const { changes, clock, settings } = call.tenant;
  const lagMs = settings.replicationLagMs;
  if (lagMs === 0) return changes.latest;
  const young = changes
    .after(Math.max(0, changes.latest - 5_000))
    .filter((change) => change.atMs > clock.now() - lagMs);
  return changes.latest - young.length;
}

function initialEntries(call: GraphCall, source: DeltaSource, token: DeltaToken): Entry[] {
  const ids = source.liveIds(call).filter((id) => token.ids === null || token.ids.includes(id));
  return ids.map((id) => source.entry(call, id, [], token.select)).filter((entry) => entry !== undefined);
}

function changedEntries(call: GraphCall, source: DeltaSource, token: DeltaToken, upTo: number): Entry[] {
  const replayed = call.tenant.switches.get('deltaReplayedChanges');
  const byId = new Map<string, DirectoryChange[]>();
  for (const change of call.tenant.changes.after(Math.max(0, token.from - replayed))) {
    if (Number(change.id) > upTo || change.type !== source.type || !concerns(change, token)) continue;
    byId.set(change.objectId, [...(byId.get(change.objectId) ?? []), change]);
  }
  const entries = [...byId].map(([id, changes]) => {
    const entry = source.entry(call, id, changes, token.select);
    return entry !== undefined && token.isMinimal ? minimal(entry, changes) : entry;
  });
  return entries.filter((entry) => entry !== undefined);
}

/** With `$select`, writes to other properties make no entry. */
function concerns(change: DirectoryChange, token: DeltaToken): boolean {
  if (token.ids !== null && !token.ids.includes(change.objectId)) return false;
  if (change.change !== 'updated' || token.select === null) return true;
  return change.properties.some((name) => token.select?.includes(name));
}

/** `Prefer: return=minimal`: only what was written, and the id. */
function minimal(entry: Entry, changes: readonly DirectoryChange[]): Entry {
  const written = new Set(changes.flatMap((change) => change.properties));
  return Object.fromEntries(
    Object.entries(entry).filter(([name]) => name === 'id' || name.includes('@') || written.has(name)),
  );
}

function isMinimal(call: GraphCall): boolean {
  return /return=minimal/i.test(call.headers['prefer'] ?? '');
}
