import { fenced, type Activity } from '../orchestrations/activities/activity';
import { confirmRemoved } from '../orchestrations/activities/confirm-removed';
import { cutPartner } from '../orchestrations/activities/cut-partner';
import { drainPartner } from '../orchestrations/activities/drain-partner';
import { ensureTenantOrder } from '../orchestrations/activities/ensure-tenant-order';
import { finishRemoval } from '../orchestrations/activities/finish-removal';
import { finishUndo } from '../orchestrations/activities/finish-undo';
import { hintPartner } from '../orchestrations/activities/hint-partner';
import { leaveAccessGroup } from '../orchestrations/activities/leave-access-group';
import { readPartnerJob } from '../orchestrations/activities/read-partner-job';
import { recordLook } from '../orchestrations/activities/record-look';
import type { PlanBodyReader } from '../orchestrations/activities/remembering-plan-body';
import { topUpRemoval } from '../orchestrations/activities/top-up-removal';
import { topUpUndo } from '../orchestrations/activities/top-up-undo';
import { uncutPartner } from '../orchestrations/activities/uncut-partner';
import type { WritePermit } from '../orchestrations/activities/write-permit';
import type { AppSettings, Ports } from './ports';

/** The activities of a partner's job, wired. */
export function partnerActivities(
  ports: Ports & AppSettings & { permit: WritePermit; readPlanBody: PlanBodyReader },
) {
  const deps = { ...ports, block: ports.partnerBlock };
  return {
    readPartnerJob: fenced(deps, 'readPartnerJob', readPartnerJob(deps)),
    cutPartner: fenced(deps, 'cutPartner', cutPartner(deps)),
    uncutPartner: fenced(deps, 'uncutPartner', uncutPartner(deps)),
    drainPartner: fenced(deps, 'drainPartner', drainPartner(deps)),
    recordLook: fenced(deps, 'recordLook', recordLook(deps)),
    hintPartner: fenced(deps, 'hintPartner', hintPartner(deps)),
    topUpRemoval: fenced(deps, 'topUpRemoval', topUpRemoval(deps)),
    leaveAccessGroup: fenced(deps, 'leaveAccessGroup', leaveAccessGroup(deps)),
    ensureTenantOrder: fenced(deps, 'ensureTenantOrder', ensureTenantOrder(deps)),
    finishRemoval: fenced(deps, 'finishRemoval', finishRemoval(deps)),
    topUpUndo: fenced(deps, 'topUpUndo', topUpUndo(deps)),
    finishUndo: fenced(deps, 'finishUndo', finishUndo(deps)),
    confirmRemoved: fenced(deps, 'confirmRemoved', confirmRemoved(deps)),
  } satisfies Record<string, Activity>;
}
