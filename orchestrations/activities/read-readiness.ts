import { done } from '../../shared/domain/outcome';
import type { Act } from './activity';
import type { PartnerCapacity } from './partner-capacity';
import { preparationChecks, type PreparationDeps } from './preparation-checks';

interface Deps extends PreparationDeps {
  capacity: PartnerCapacity;
}

/** Could this invited guest be admitted the moment it accepts? Changes nothing. */
export const readReadiness =
  (deps: Deps): Act<'readReadiness'> =>
  async ({ guest, partner, preparation }) => {
    const judged = await preparationChecks(deps, partner, preparation);
    const isPoolUsable = judged.every(({ code }) => code !== 'host-pool-unsupported');
    const { offer } = preparation;
    const capacity = isPoolUsable ? [await deps.capacity({ guest, partner, offer })] : [];
    return done({ checks: [...judged, ...capacity].map(({ check }) => check) });
  };
