import type { InvocationContext } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import type { ChangesPage } from '../../shared/clients/user-changes';
import type { Hint } from '../../shared/domain/hint';
import {
  afterPage,
  beginRound,
  forgotten,
  freshSweep,
  sweepCursorSchema,
  type SweepCursor,
} from '../../shared/domain/sweep-cursor';
import type { Cursors } from '../../shared/state/cursors';

export interface SweepDeps {
  cursors: Cursors;
  hints: HintBus;
  now: () => Date;
}

/** What is swept, and what its entries mean. */
export interface Sweep<C> {
  /** Name of its cursor. */
  name: string;
  first(): Promise<ChangesPage<C>>;
  follow(link: string): Promise<ChangesPage<C> | 'expired'>;
  /** The hints one page gives rise to. */
  hintsOf(changes: readonly C[], sweep: SweepCursor): Promise<Hint[]>;
  /** The hints the end of the round under way gives rise to: what a full round did not tell of, say. */
  hintsAtEnd(sweep: SweepCursor): Promise<Hint[]>;
}

/** How long one tick goes on; the rest of a long round is the next tick's. Functions end after 10 minutes at most. */
const TICK_MS = 8 * 60_000;

/**
 * One round, or as much of it as a tick holds. The cursor is saved only after the bus took the hints of the page,
 * so a crash repeats a page and loses none; a conflict means that another instance sweeps, and this one stops.
 * Throws what the adapters throw; the next tick goes on from the last page.
 */
export async function runSweep<C>(
  deps: SweepDeps,
  sweep: Sweep<C>,
  context: InvocationContext,
): Promise<void> {
  const untilMs = deps.now().getTime() + TICK_MS;
  const stored = await deps.cursors.read(sweep.name);
  let etag = stored?.etag;
  const iso = () => deps.now().toISOString();
  let at = beginRound(stored ? sweepCursorSchema.parse(stored.value.detail) : freshSweep(iso()), iso());
  while (deps.now().getTime() < untilMs) {
    const page = at.link === null ? await sweep.first() : await sweep.follow(at.link);
    if (page === 'expired') {
      context.warn(`The sweep of ${sweep.name} was forgotten by the service and begins from nothing`);
      at = forgotten(at, iso());
      continue;
    }
    const found = await sweep.hintsOf(page.changes, at);
    if (page.isEnd) found.push(...(await sweep.hintsAtEnd(at)));
    await deps.hints.send(found);
    at = afterPage(at, { ...page, entries: page.changes.length, hints: found.length }, iso());
    const saved = await deps.cursors.save({ name: sweep.name, savedAt: iso(), detail: at }, etag);
    if (saved === 'conflict') {
      context.warn(`Another instance sweeps ${sweep.name}; this one leaves it to that one`);
      return;
    }
    if (page.isEnd) return;
    etag = (await deps.cursors.read(sweep.name))?.etag;
  }
  context.warn(`The sweep of ${sweep.name} goes on at the next tick, after ${at.pages} page(s)`);
}
