import { done } from '../../shared/domain/outcome';
import { afterLook } from '../../shared/domain/partner-cut';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Act } from './activity';
import { changeStage } from './change-stage';

interface Deps {
  stages: PartnerStages;
}

/** Notes what a look for sessions found, once for each time it began; says whether the drain is over. Safe to repeat. */
export const recordLook =
  ({ stages }: Deps): Act<'recordLook'> =>
  async ({ partner, at, found }) => {
    const { drain } = await changeStage(stages, partner, (stage) => {
      const cutAt = stage.cut?.at;
      if (cutAt == null || stage.drain?.lastLookAt === at) return stage;
      return { ...stage, drain: afterLook(stage.drain, { cutAt, at, found }) };
    });
    return done({ isOver: drain?.endedAt != null });
  };
