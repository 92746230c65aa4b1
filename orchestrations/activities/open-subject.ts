import { done } from '../../shared/domain/outcome';
import type { SubjectLife } from '../../shared/state/subject-life';
import type { Act } from './activity';

/** Opens the run's row for this execution. Safe to repeat by the same execution; another one is stale. */
export const openSubject =
  (life: SubjectLife): Act<'openSubject'> =>
  async (input) => {
    const row = await life.open(input.life);
    if (row === undefined) return { kind: 'stale' };
    const { state, partner, detail, deadRuns } = row;
    return done({ state, partner, detail, deadRuns });
  };
