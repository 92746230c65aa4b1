import type { AdminDeps } from './admin-deps';
import { adoptionRoutes } from './adoption/adoption-routes';
import { auditRoutes } from './audit-routes';
import { capacityRoutes } from './capacity-route';
import { erasureRoutes } from './erasure-routes';
import { eventRoutes } from './event-routes';
import { evidenceRoutes } from './evidence-routes';
import { failureRoutes } from './failure-routes';
import { guestRoutes } from './guest-routes';
import { healthRoutes } from './health-route';
import { inviteRoutes } from './invite-route';
import { offboardingPlanRoutes } from './offboarding-plan-routes';
import { partnerStageRoutes } from './partner-stage-routes';
import { planRunRoutes } from './plan-run-routes';
import { safetyRoutes } from './safety-routes';
import { inventoryRoutes } from './inventory-route';
import { modeRoutes } from './mode-routes';
import { noticeRoutes } from './notice-routes';
import { partnerDiffRoutes } from './partner-diff-routes';
import { partnerRoutes } from './partner-routes';
import { receiptRoutes } from './receipt-routes';
import { replayRoutes } from './replay-routes';
import { replayRunRoutes } from './replay-run-routes';
import { rolloutRoutes } from './rollout-routes';
import type { AdminRoute } from './route';
import { undoRoutes } from './undo-routes';
import { undoRunRoutes } from './undo-run-routes';

/** Every route of the admin API: who may ask what is said here, and only here. */
export const ADMIN_ROUTES: readonly AdminRoute<AdminDeps>[] = [
  ...healthRoutes,
  ...guestRoutes,
  ...inviteRoutes,
  ...erasureRoutes,
  ...partnerRoutes,
  ...modeRoutes,
  ...adoptionRoutes,
  ...rolloutRoutes,
  ...inventoryRoutes,
  ...capacityRoutes,
  ...partnerDiffRoutes,
  ...failureRoutes,
  ...replayRoutes,
  ...replayRunRoutes,
  ...receiptRoutes,
  ...undoRoutes,
  ...undoRunRoutes,
  ...eventRoutes,
  ...auditRoutes,
  ...partnerStageRoutes,
  ...offboardingPlanRoutes,
  ...planRunRoutes,
  ...safetyRoutes,
  ...evidenceRoutes,
  ...noticeRoutes,
];
