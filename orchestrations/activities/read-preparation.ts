import { done, refused } from '../../shared/domain/outcome';
import type { Act } from './activity';
import { preparationChecks, type PreparationDeps } from './preparation-checks';

/**
 * Is everything prepared that no guest's own run could make? Changes nothing; refuses with the first gap, so that
 * a missing preparation costs nobody a desktop.
 */
export const readPreparation =
  (deps: PreparationDeps): Act<'readPreparation'> =>
  async ({ partner, preparation }) => {
    const judged = await preparationChecks(deps, partner, preparation);
    for (const { check, code } of judged) if (code !== null) return refused(code, check.observed);
    return done({ checks: judged.map(({ check }) => check) });
  };
