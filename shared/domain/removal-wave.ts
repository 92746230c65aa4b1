import { z } from 'zod';
import { guestRecord } from './guest-record';
import { guestSharesSchema, removalPaceSchema, type GuestShares } from './removal-pace';
import type { SubjectRow } from './subject-row';

/** Most guests of a removal in flight (docs/adr/0008): what one look reads again. */
const MOST_IN_FLIGHT = 200;
/** So many go first: where nothing works, the rest is not even tried. */
const FIRST_IN_FLIGHT = 20;
/** A guest that is not settled by then counts as failed: somebody looks at it, the others go on. */
const GIVE_UP_MS = 15 * 60_000;
/** Above both, a removal halts by itself. */
const HALT_FAILURES = 5;
const HALT_SHARE = 0.1;

/** How far the waves of a plan are: `detail` of the cursor `plan-{id}`. */
export const removalWaveSchema = z.object({
  /** Name of the document that lists whom the plan removes, in order. */
  list: z.string(),
  /** How many of the list were hinted. */
  next: z.int(),
  inFlight: z.array(z.object({ id: z.string(), seq: z.int(), at: z.iso.datetime() })),
  done: z.int(),
  /** Guests that ended otherwise, and how. */
  failed: z.array(z.object({ id: z.string(), because: z.string() })),
  /** Guests that are left alone, and why: changed since the plan, administrators, synchronised users. */
  skipped: z.array(z.object({ id: z.string(), because: z.string() })),
  /** Guests that are there and that the plan does not name. */
  appeared: z.array(z.string()),
  /** Writes it may still make; null = it has made none. Absent in waves of an earlier release. */
  pace: removalPaceSchema.nullable().default(null),
  shares: guestSharesSchema.default({ hosts: 1, cloudPcs: 0 }),
});
export type RemovalWave = z.infer<typeof removalWaveSchema>;
type Flight = RemovalWave['inFlight'][number];

export const waveCursor = (plan: string): string => `plan-${plan}`;

/** The wave of a plan that has just been started. Pure. */
export const firstWave = (
  list: string,
  skipped: RemovalWave['skipped'],
  appeared: string[],
  shares: GuestShares,
): RemovalWave => ({
  list,
  next: 0,
  inFlight: [],
  done: 0,
  failed: [],
  skipped,
  appeared,
  pace: null,
  shares,
});

/** The hint that is about to be sent: a run that opened after it has a higher `openSeq` than this. Pure. */
export function flightOf(id: string, row: SubjectRow | undefined, at: string): Flight {
  const isUnopened = row?.live === true && row.token === null;
  return { id, seq: (row?.seq ?? 0) - (isUnopened ? 1 : 0), at };
}

const LEFT_ALONE = new Set(['excluded', 'admin-role', 'synchronised', 'not-external']);
type Verdict = 'flying' | 'done' | { failed: string } | { skipped: string };

/** How a hinted guest stands. Pure. */
function verdictOf(flight: Flight, row: SubjectRow | undefined, at: string): Verdict {
  const settled = row !== undefined && !row.live && row.openSeq > flight.seq ? settledAs(row) : 'flying';
  if (settled !== 'flying') return settled;
  const isOverdue = Date.parse(at) - Date.parse(flight.at) > GIVE_UP_MS;
  return isOverdue ? { failed: 'not-settled' } : 'flying';
}

/** Looked at again after its removal, a guest is one whom the cut keeps out. */
const wasRemoved = (detail: unknown): boolean => guestRecord(detail).removal?.removedAt != null;

function settledAs(row: SubjectRow): Verdict {
  if (row.state === 'removed' || row.state === 'ignored') return 'done';
  return row.state === 'removing' || row.state === 'working' ? 'flying' : stoppedAs(row);
}

function stoppedAs({ state, detail }: SubjectRow): Verdict {
  const code = (detail as { reason?: { code: string } | null } | null)?.reason?.code ?? state;
  if (code === 'partner-cut' && wasRemoved(detail)) return 'done';
  if (LEFT_ALONE.has(code)) return { skipped: code };
  return { failed: state === 'held' ? code : state };
}

/** The wave after its flights were looked at. Pure. */
export function landed(wave: RemovalWave, rows: ReadonlyMap<string, SubjectRow>, at: string): RemovalWave {
  const after = { ...wave, inFlight: [] as Flight[], failed: [...wave.failed], skipped: [...wave.skipped] };
  for (const flight of wave.inFlight) {
    const verdict = verdictOf(flight, rows.get(flight.id), at);
    if (verdict === 'flying') after.inFlight.push(flight);
    else if (verdict === 'done') after.done += 1;
    else if ('failed' in verdict) after.failed.push({ id: flight.id, because: verdict.failed });
    else after.skipped.push({ id: flight.id, because: verdict.skipped });
  }
  return after;
}

/** How many more guests may be in flight. Pure. */
export function flightsFree({ inFlight, done }: RemovalWave): number {
  return Math.max(0, (done === 0 ? FIRST_IN_FLIGHT : MOST_IN_FLIGHT) - inFlight.length);
}

/** Whether so much failed that a person should look before more is done. Pure. */
export function shouldHalt({ done, failed }: RemovalWave): boolean {
  return failed.length > HALT_FAILURES && failed.length > (done + failed.length) * HALT_SHARE;
}
