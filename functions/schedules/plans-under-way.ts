import type { PlanRecord } from '../../shared/domain/plan-record';
import type { Plans } from '../../shared/state/plans';

const ENDED = new Set<PlanRecord['state']>(['stopped', 'finished']);

/** Whether nothing will be done of the plan any more: it ended, or it expired before it was started. Pure. */
export const hasEnded = ({ state, start, expiresAt }: PlanRecord, at: string): boolean =>
  ENDED.has(state) || (start === null && expiresAt < at);

/** The plans that run, or are paused. */
export const plansUnderWay = async (plans: Pick<Plans, 'list'>): Promise<PlanRecord[]> =>
  (await plans.list()).filter(({ start, state }) => start !== null && !ENDED.has(state));
