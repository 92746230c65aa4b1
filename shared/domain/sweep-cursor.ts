import { z } from 'zod';

/** Where a sweep goes on, and how it fared: `detail` of its cursor. */
export const sweepCursorSchema = z.object({
  /** The next page, or the next round; null = begin from nothing. Opaque, the service's own. */
  link: z.string().nullable(),
  /** The round under way gives everything there is, not changes. */
  isFull: z.boolean(),
  /** When the round under way began; between rounds, when the last one did. ISO 8601. */
  roundStartedAt: z.iso.datetime(),
  /** When the last complete round began, and when it ended; null = there was none yet. */
  lastRoundStartedAt: z.iso.datetime().nullable(),
  lastRoundEndedAt: z.iso.datetime().nullable(),
  /** Pages of the round under way, or of the last one. */
  pages: z.int(),
  entries: z.int(),
  hints: z.int(),
  /** How often the service had forgotten our place, and when it last did. */
  resyncs: z.int(),
  lastResyncAt: z.iso.datetime().nullable(),
});
export type SweepCursor = z.infer<typeof sweepCursorSchema>;

/** A sweep that has seen nothing yet. */
export function freshSweep(now: string): SweepCursor {
  return {
    link: null,
    isFull: true,
    roundStartedAt: now,
    lastRoundStartedAt: null,
    lastRoundEndedAt: null,
    pages: 0,
    entries: 0,
    hints: 0,
    resyncs: 0,
    lastResyncAt: null,
  };
}

/** Begins the next round, if the one before is complete; a round that a crash or a long tick broke off goes on. */
export function beginRound(sweep: SweepCursor, now: string): SweepCursor {
  if (sweep.lastRoundStartedAt !== sweep.roundStartedAt) return sweep;
  return { ...sweep, isFull: sweep.link === null, roundStartedAt: now, pages: 0, entries: 0, hints: 0 };
}

/** Begins from nothing because the service has forgotten the link; when the last round began stays known. */
export function forgotten(sweep: SweepCursor, now: string): SweepCursor {
  return {
    ...sweep,
    link: null,
    isFull: true,
    roundStartedAt: now,
    pages: 0,
    entries: 0,
    hints: 0,
    resyncs: sweep.resyncs + 1,
    lastResyncAt: now,
  };
}

/** After one page was taken. */
export function afterPage(
  sweep: SweepCursor,
  page: { link: string; isEnd: boolean; entries: number; hints: number },
  now: string,
): SweepCursor {
  const next = {
    ...sweep,
    link: page.link,
    pages: sweep.pages + 1,
    entries: sweep.entries + page.entries,
    hints: sweep.hints + page.hints,
  };
  return page.isEnd ? { ...next, lastRoundStartedAt: sweep.roundStartedAt, lastRoundEndedAt: now } : next;
}
