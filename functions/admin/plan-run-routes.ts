import { pausePlan, resumePlan, stopPlan, type PlanRecord } from '../../shared/domain/plan-record';
import { OFFBOARDING } from './offboarding-plan-routes';
import { steerRoute, type SteerDeps } from './plan-steering';

/** A stopped plan names nobody any more: the partner stays cut, who was not reached keeps what it had. */
async function backToCut({ stages }: SteerDeps, { id, partner }: PlanRecord): Promise<void> {
  for (;;) {
    const stored = await stages.read(partner ?? '');
    if (stored?.value.stage !== 'removing' || stored.value.plan?.id !== id) return;
    const after = { ...stored.value, stage: 'cut' as const };
    if ((await stages.put(after, stored.etag)) === 'written') return;
  }
}

export const planRunRoutes = [
  steerRoute(
    OFFBOARDING,
    {
      name: 'pauseOffboardingPlan',
      verb: 'pause',
      summary: 'Hints nobody more until it is resumed; who is under way ends.',
    },
    pausePlan,
  ),
  steerRoute(
    OFFBOARDING,
    { name: 'resumeOffboardingPlan', verb: 'resume', summary: 'Goes on with a paused plan.' },
    resumePlan,
  ),
  steerRoute(
    OFFBOARDING,
    {
      name: 'stopOffboardingPlan',
      verb: 'stop',
      summary: 'Ends a plan for good. The partner stays cut; what was removed stays removed.',
    },
    stopPlan,
    backToCut,
  ),
] as const;
