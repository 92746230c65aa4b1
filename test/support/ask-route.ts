import { offboardingPlanRoutes } from '../../functions/admin/offboarding-plan-routes';
import { partnerStageRoutes } from '../../functions/admin/partner-stage-routes';
import { planRunRoutes } from '../../functions/admin/plan-run-routes';
import { receiptRoutes } from '../../functions/admin/receipt-routes';
import { replayRoutes } from '../../functions/admin/replay-routes';
import { replayRunRoutes } from '../../functions/admin/replay-run-routes';
import { safetyRoutes } from '../../functions/admin/safety-routes';
import { undoRoutes } from '../../functions/admin/undo-routes';
import { undoRunRoutes } from '../../functions/admin/undo-run-routes';
import { BLOCKED_GROUP } from './contoso-policy';
import type { ProductUnderTest } from './product-under-test';

/** An Operator and an Approver, by object id. */
export const OLGA = 'e0000000-0000-4000-8000-00000000001a';
export const ARNO = 'e0000000-0000-4000-8000-00000000001b';

const ROUTES = [
  ...partnerStageRoutes,
  ...offboardingPlanRoutes,
  ...planRunRoutes,
  ...safetyRoutes,
  ...replayRoutes,
  ...replayRunRoutes,
  ...receiptRoutes,
  ...undoRoutes,
  ...undoRunRoutes,
];

export type Ask = <T>(
  name: string,
  params: Record<string, string>,
  body?: object,
  who?: string,
) => Promise<T>;

/** What the admin API answers about plans, without HTTP: what is checked before a handler has tests of its own. */
export const askRoute =
  (product: Pick<ProductUnderTest, 'ports'>): Ask =>
  async <T>(name: string, params: Record<string, string>, body: object = {}, who = OLGA) => {
    const found = ROUTES.find((one) => one.name === name)!;
    const caller = { kind: 'person' as const, objectId: who, roles: [] };
    const request = { params, query: new URLSearchParams(), body, caller, headers: new Headers() };
    const accepted = found.accept({ ...request, now: product.ports.now() });
    if ('errors' in accepted) throw new Error(JSON.stringify(accepted.errors));
    const settings = {
      approvers: [ARNO],
      channels: { mail: null, webhook: null },
      blockedGroup: BLOCKED_GROUP,
    };
    const answer = await accepted.perform({ ...product.ports, ...settings });
    const told: unknown = 'problem' in answer ? JSON.parse(answer.body as string) : answer.body;
    return told as T;
  };
