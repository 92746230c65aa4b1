import { judgeNotifications } from './notification-order';
import { isNotification, type KeptSighting, type SightingDay } from './sighting';

/** One change that a sweep saw, and how it was announced. */
export interface SweptChange {
  guest: string;
  /** The group whose membership changed; null = the user itself. */
  group: string | null;
  fact: KeptSighting['fact'];
  /** `announced`: a notification came first. `late`: it came after the sweep. `missed`: none came. */
  verdict: 'announced' | 'late' | 'missed';
  foundAt: string;
  foundBy: 'sweep' | 'resync';
  /** When it happened, where the directory dates it; null = between `notBefore` and `foundAt`. */
  changedAt: string | null;
  notBefore: string | null;
  announcedAt: string | null;
  /** From the change to the sweep, in seconds; at most that where `isAtMost`. Null = nothing bounds it. */
  lateBySeconds: number | null;
  isAtMost: boolean;
}

/** A notification that was odd. */
export interface OddNotification {
  guest: string;
  group: string | null;
  verdict: 'duplicate' | 'out-of-order';
  at: string;
  by: KeptSighting['by'];
  eventAt: string | null;
}

export interface MissedEventReport {
  totals: {
    changesSwept: number;
    announced: number;
    late: number;
    missed: number;
    /** The latest of what no notification announced in time, in seconds. */
    worstLateBySeconds: number | null;
    notifications: number;
    duplicates: number;
    outOfOrder: number;
    /** Notifications that carry neither time nor number: of their order and repetition nothing can be said. */
    unnumbered: number;
    /** Sightings beyond what is kept for a guest and day. */
    leftOut: number;
  };
  changes: SweptChange[];
  odd: OddNotification[];
}

/** A notification may be older than the round before: the change reached that round's replica too late. */
const REPLICATION_MS = 10 * 60_000;
/** Graph tries a delivery again for so long (webhooks page, April 2026); what comes later announces something else. */
const RETRIES_MS = 4 * 3_600_000;

/**
 * Compares what the sweeps saw since `sinceMs` with what notifications had said of it. A change is announced by a
 * notification about the same guest (and group) that came between the round before and the find; each notification
 * announces one find only. Pure.
 */
export function missedEvents(days: readonly SightingDay[], sinceMs: number): MissedEventReport {
  const changes: SweptChange[] = [];
  const odd: OddNotification[] = [];
  let [notifications, unnumbered] = [0, 0];
  for (const { guest, group, sightings } of byThing(days)) {
    changes.push(...sweptChanges(guest, group, sightings));
    for (const { sighting, verdict } of judgeNotifications(sightings)) {
      if (Date.parse(sighting.at) < sinceMs) continue;
      notifications += 1;
      if (verdict === 'unnumbered') unnumbered += 1;
      const { at, by, eventAt = null } = sighting;
      if (verdict === 'duplicate' || verdict === 'out-of-order')
        odd.push({ guest, group, verdict, at, by, eventAt });
    }
  }
  const reported = changes.filter(({ foundAt }) => Date.parse(foundAt) >= sinceMs);
  const count = (verdict: SweptChange['verdict']) => reported.filter((one) => one.verdict === verdict).length;
  const late = reported.flatMap((one) => (one.verdict === 'announced' ? [] : (one.lateBySeconds ?? [])));
  return {
    totals: {
      changesSwept: reported.length,
      announced: count('announced'),
      late: count('late'),
      missed: count('missed'),
      worstLateBySeconds: late.length === 0 ? null : Math.max(...late),
      notifications,
      duplicates: odd.filter(({ verdict }) => verdict === 'duplicate').length,
      outOfOrder: odd.filter(({ verdict }) => verdict === 'out-of-order').length,
      unnumbered,
      leftOut: days.reduce((sum, { leftOut }) => sum + leftOut, 0),
    },
    changes: reported.sort((a, b) => (a.foundAt < b.foundAt ? 1 : -1)),
    odd: odd.sort((a, b) => (a.at < b.at ? 1 : -1)),
  };
}

interface Thing {
  guest: string;
  group: string | null;
  /** In the order they came. */
  sightings: KeptSighting[];
}

function byThing(days: readonly SightingDay[]): Thing[] {
  const things = new Map<string, Thing>();
  for (const { guest, sightings } of days) {
    for (const sighting of sightings) {
      const group = sighting.group ?? null;
      const key = `${guest} ${group ?? ''}`;
      const thing = things.get(key) ?? { guest, group, sightings: [] };
      thing.sightings.push(sighting);
      things.set(key, thing);
    }
  }
  for (const { sightings } of things.values()) sightings.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return [...things.values()];
}

function sweptChanges(
  guest: string,
  group: string | null,
  sightings: readonly KeptSighting[],
): SweptChange[] {
  const unused = sightings.filter(isNotification);
  const finds = onceEach(sightings.filter((one) => !isNotification(one)));
  return finds.map((find, index) => {
    const announcement = takeAnnouncement(unused, find, finds[index + 1]);
    const foundMs = Date.parse(find.at);
    const verdict =
      announcement === undefined ? 'missed' : Date.parse(announcement.at) <= foundMs ? 'announced' : 'late';
    const from = find.eventAt ?? find.since;
    return {
      guest,
      group,
      fact: find.fact,
      verdict,
      foundAt: find.at,
      foundBy: find.by === 'resync' ? 'resync' : 'sweep',
      changedAt: find.eventAt ?? null,
      notBefore: find.since ?? null,
      announcedAt: announcement?.at ?? null,
      lateBySeconds: from === undefined ? null : Math.max(0, Math.round((foundMs - Date.parse(from)) / 1000)),
      isAtMost: find.eventAt === undefined,
    };
  });
}

/** A round that a crash repeated may have told of one change twice: both name the same round before. */
function onceEach(finds: readonly KeptSighting[]): KeptSighting[] {
  const rounds = new Set<string>();
  return finds.filter(({ since, fact }) => {
    const key = `${since ?? ''} ${fact}`;
    if (since !== undefined && rounds.has(key)) return false;
    rounds.add(key);
    return true;
  });
}

/** The notification that announced the find; it and the others of the same span announce nothing else. */
function takeAnnouncement(
  unused: KeptSighting[],
  find: KeptSighting,
  nextFind: KeptSighting | undefined,
): KeptSighting | undefined {
  const foundMs = Date.parse(find.at);
  const fromMs = Date.parse(find.since ?? find.at) - REPLICATION_MS;
  const inTime = unused.filter(({ at }) => Date.parse(at) >= fromMs && Date.parse(at) <= foundMs);
  for (const used of inTime) unused.splice(unused.indexOf(used), 1);
  if (inTime.length > 0) return inTime[0];
  const late = unused.find((one) => isLate(one, foundMs, nextFind));
  if (late !== undefined) unused.splice(unused.indexOf(late), 1);
  return late;
}

/** A later notification is of this change where it dates itself so, or where no later find claims it. */
function isLate(one: KeptSighting, foundMs: number, nextFind: KeptSighting | undefined): boolean {
  const atMs = Date.parse(one.at);
  if (atMs <= foundMs || atMs - foundMs > RETRIES_MS) return false;
  if (one.eventAt !== undefined) return Date.parse(one.eventAt) <= foundMs;
  return nextFind === undefined || atMs < Date.parse(nextFind.at);
}
