import * as df from 'durable-functions';
import { applyMemberWishes } from '../orchestrations/activities/apply-member-wishes';
import { fenced, unfenced, type Activity } from '../orchestrations/activities/activity';
import { closeSubject } from '../orchestrations/activities/close-subject';
import { endSessions } from '../orchestrations/activities/end-sessions';
import { freePersonalHost } from '../orchestrations/activities/free-personal-host';
import { permitRemoval } from '../orchestrations/activities/permit-removal';
import { executeOrder } from '../orchestrations/activities/execute-order';
import { readOrderFacts } from '../orchestrations/activities/read-order-facts';
import { readTenantOrderFacts } from '../orchestrations/activities/read-tenant-order-facts';
import { readOrders } from '../orchestrations/activities/read-orders';
import { readRemoval } from '../orchestrations/activities/read-removal';
import { removeMember } from '../orchestrations/activities/remove-member';
import { drawFromCap } from '../orchestrations/activities/draw-from-cap';
import { ensureClient } from '../orchestrations/activities/ensure-client';
import { ensureInstallCommand } from '../orchestrations/activities/ensure-install-command';
import { ensureFormerHost } from '../orchestrations/activities/ensure-former-host';
import { ensureMember } from '../orchestrations/activities/ensure-member';
import { ensurePersonalHost } from '../orchestrations/activities/ensure-personal-host';
import { ensureOrder } from '../orchestrations/activities/ensure-order';
import { ensureUninstallCommand } from '../orchestrations/activities/ensure-uninstall-command';
import { ensureVmAtRest } from '../orchestrations/activities/ensure-vm-at-rest';
import { ensureVmRunning } from '../orchestrations/activities/ensure-vm-running';
import { openSubject } from '../orchestrations/activities/open-subject';
import { createGroupChecks } from '../orchestrations/activities/group-checks';
import { createPartnerCapacity } from '../orchestrations/activities/partner-capacity';
import { createPartnerChecks } from '../orchestrations/activities/partner-checks';
import { readAccess } from '../orchestrations/activities/read-access';
import { readAppInstallation } from '../orchestrations/activities/read-app-installation';
import { readCloudPc } from '../orchestrations/activities/read-cloud-pc';
import { readExclusion } from '../orchestrations/activities/read-exclusion';
import { readGuestSituation } from '../orchestrations/activities/read-guest-situation';
import { readHostRecord } from '../orchestrations/activities/read-host-record';
import { readInstallCommand } from '../orchestrations/activities/read-install-command';
import { readMemberWishes } from '../orchestrations/activities/read-member-wishes';
import { readPreparation } from '../orchestrations/activities/read-preparation';
import { readReadiness } from '../orchestrations/activities/read-readiness';
import { readUninstallCommand } from '../orchestrations/activities/read-uninstall-command';
import { readUndo } from '../orchestrations/activities/read-undo';
import { recordClient } from '../orchestrations/activities/record-client';
import { recordNotices } from '../orchestrations/activities/record-notices';
import { recordFailure } from '../orchestrations/activities/record-failure';
import { recordUndo } from '../orchestrations/activities/record-undo';
import { recordUninstall } from '../orchestrations/activities/record-uninstall';
import { rememberingPlanBody } from '../orchestrations/activities/remembering-plan-body';
import { resolveFailures } from '../orchestrations/activities/resolve-failures';
import { createTakenHosts } from '../orchestrations/activities/taken-hosts';
import { permitted, permittedOnHost } from '../orchestrations/activities/permitted';
import { writePermit } from '../orchestrations/activities/write-permit';
import { FLOW_OF_KIND, type ActivityName } from '../orchestrations/contract';
import { groupMembers } from '../orchestrations/group-members';
import { guestLifecycle } from '../orchestrations/guest-lifecycle';
import { hostLifecycle } from '../orchestrations/host-lifecycle';
import { loggedStep } from './log-step';
import { partnerJob } from '../orchestrations/partner-job';
import { partnerActivities } from './register-partner';
import { replayActivities } from './register-replay';
import { removalOrders } from '../orchestrations/removal-orders';
import { replayJob } from '../orchestrations/replay-job';
import { kindsOf, type Part } from '../shared/domain/part';
import type { AppSettings, Ports } from './ports';

/** Every activity, wired to the ports: behind the fence, and behind the permit where it writes for somebody. */
export function wireActivities(ports: Ports, settings: AppSettings): Record<ActivityName, Activity> {
  const exclusion = readExclusion({ ...ports, ...settings });
  const permit = writePermit({ ...ports, exclusion });
  const partnerChecks = createPartnerChecks(ports);
  const groupChecks = createGroupChecks(ports);
  const capacity = createPartnerCapacity(ports);
  const takenHosts = createTakenHosts(ports.now);
  const readPlanBody = rememberingPlanBody(ports.documents);
  const asking = { exclusion, permit, partnerChecks, groupChecks, capacity, takenHosts, readPlanBody };
  const deps = { ...ports, ...settings, ...asking };
  const gateway = {
    ...deps,
    readFacts: readOrderFacts(deps),
    readTenantFacts: readTenantOrderFacts(deps),
    drawFromCap: drawFromCap(deps),
  };
  return {
    openSubject: unfenced('openSubject', openSubject(ports.life)),
    closeSubject: unfenced('closeSubject', closeSubject(deps)),
    readGuestSituation: fenced(deps, 'readGuestSituation', readGuestSituation(deps)),
    readReadiness: fenced(deps, 'readReadiness', readReadiness(deps)),
    ensureMember: fenced(deps, 'ensureMember', ensureMember(deps)),
    ensurePersonalHost: fenced(deps, 'ensurePersonalHost', ensurePersonalHost(deps)),
    readCloudPc: fenced(deps, 'readCloudPc', readCloudPc(deps)),
    readPreparation: fenced(deps, 'readPreparation', readPreparation(deps)),
    ensureVmAtRest: fenced(deps, 'ensureVmAtRest', permittedOnHost(deps, ensureVmAtRest(deps), 'any-time')),
    ensureClient: fenced(deps, 'ensureClient', ensureClient(deps)),
    readAccess: fenced(deps, 'readAccess', readAccess(deps)),
    recordFailure: fenced(deps, 'recordFailure', recordFailure(deps)),
    resolveFailures: fenced(deps, 'resolveFailures', resolveFailures(ports.failures)),
    recordNotices: fenced(deps, 'recordNotices', recordNotices(deps)),
    readHostRecord: fenced(deps, 'readHostRecord', readHostRecord(ports.hosts)),
    ensureVmRunning: fenced(deps, 'ensureVmRunning', permittedOnHost(deps, ensureVmRunning(deps))),
    ensureInstallCommand: fenced(
      deps,
      'ensureInstallCommand',
      permittedOnHost(deps, ensureInstallCommand(deps)),
    ),
    readInstallCommand: fenced(deps, 'readInstallCommand', readInstallCommand(deps)),
    ensureUninstallCommand: fenced(
      deps,
      'ensureUninstallCommand',
      permittedOnHost(deps, ensureUninstallCommand(deps)),
    ),
    readUninstallCommand: fenced(deps, 'readUninstallCommand', readUninstallCommand(deps)),
    recordUninstall: fenced(deps, 'recordUninstall', recordUninstall(deps)),
    readAppInstallation: fenced(deps, 'readAppInstallation', readAppInstallation(deps)),
    recordClient: fenced(deps, 'recordClient', recordClient(deps)),
    readMemberWishes: fenced(deps, 'readMemberWishes', readMemberWishes(ports.outbox)),
    permitRemoval: fenced(deps, 'permitRemoval', permitRemoval(deps)),
    removeMember: fenced(deps, 'removeMember', removeMember(deps)),
    endSessions: fenced(deps, 'endSessions', permitted(permit, endSessions(deps))),
    freePersonalHost: fenced(deps, 'freePersonalHost', permitted(permit, freePersonalHost(deps))),
    ensureOrder: fenced(deps, 'ensureOrder', permitted(permit, ensureOrder(deps))),
    readUndo: fenced(deps, 'readUndo', readUndo(deps)),
    ensureFormerHost: fenced(deps, 'ensureFormerHost', permitted(permit, ensureFormerHost(deps))),
    recordUndo: fenced(deps, 'recordUndo', recordUndo(deps)),
    readRemoval: fenced(deps, 'readRemoval', readRemoval(deps)),
    readOrders: fenced(deps, 'readOrders', readOrders(ports.orders)),
    executeOrder: fenced(deps, 'executeOrder', executeOrder(gateway)),
    ...partnerActivities(deps),
    ...replayActivities(ports),
    applyMemberWishes: fenced(deps, 'applyMemberWishes', applyMemberWishes(deps)),
  };
}

/** Registers the part's flows with the engine, and the activities they call. */
export function registerFlows(ports: Ports, settings: AppSettings): void {
  const flows = {
    guest: guestLifecycle,
    host: hostLifecycle,
    group: groupMembers,
    job: partnerJob,
    order: removalOrders,
    replay: replayJob,
  };
  for (const kind of kindsOf(settings.part)) df.app.orchestration(FLOW_OF_KIND[kind], flows[kind]);
  for (const [name, handler] of Object.entries(wireActivities(ports, settings)))
    if (isOfPart(name, settings.part)) df.app.activity(name, { handler: loggedStep(name, handler) });
}

/** What only the gateway's flow calls, and what every flow calls; all else is the runtime part's. */
const GATEWAY = new Set<string>(['readOrders', 'executeOrder']);
const EVERYWHERE = new Set<string>(['openSubject', 'closeSubject', 'recordFailure', 'resolveFailures']);

function isOfPart(activity: string, part: Part): boolean {
  if (part === 'all' || EVERYWHERE.has(activity)) return true;
  return GATEWAY.has(activity) === (part === 'offboarding');
}
