import { done } from '../../shared/domain/outcome';
import { subjectKey } from '../../shared/domain/subject';
import type { Failures } from '../../shared/state/failures';
import type { Act } from './activity';

/**
 * Closes the subject's open failures: its state was just observed to be right. The ledger keeps which ones, in the run
 * whose reading closed them. Safe to repeat.
 */
export const resolveFailures =
  (failures: Failures): Act<'resolveFailures'> =>
  async ({ life }) => {
    const closed = await failures.resolve(subjectKey(life.subject));
    return done({ closed: closed.length, fingerprints: closed.map((one) => one.fingerprint).sort() });
  };
