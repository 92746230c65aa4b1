import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { done } from '../../shared/domain/outcome';
import { runId } from '../../shared/domain/subject';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';

interface Deps {
  subjects: Subjects;
  hints: HintBus;
}

/** Most guests hinted at once (design, section 9). */
const WAVE = 60;

/**
 * Hints the next guests of the partner (all, or those at which a run is or was at work), in the order of their ids;
 * `next` null = those were the last. Of whom nobody knows yet whose guests they are, those at whom a run is at work
 * are hinted too: it may be letting one of this partner in. Safe to repeat.
 */
export const hintPartner =
  ({ subjects, hints }: Deps): Act<'hintPartner'> =>
  async ({ partner, after, only, life }) => {
    const filter =
      only === 'live' ? { live: true } : { partner, ...(only === 'working' && { state: 'working' }) };
    const rows = await subjects.page('guest', filter, after, WAVE);
    const theirs = rows.filter((row) => row.partner === null || row.partner === partner);
    const cause = `${runId(life.subject, life.run)}-wave`;
    if (theirs.length > 0) await hints.send(theirs.map(({ subject }) => hintFor(subject, cause)));
    return done({ next: rows.length === WAVE ? (rows.at(-1)?.subject.id ?? null) : null });
  };
