import * as df from 'durable-functions';
import { applyMemberWishes } from '../orchestrations/activities/apply-member-wishes';
import { fenced, unfenced, type Activity } from '../orchestrations/activities/activity';
import { closeSubject } from '../orchestrations/activities/close-subject';
import { ensureClient } from '../orchestrations/activities/ensure-client';
import { ensureInstallCommand } from '../orchestrations/activities/ensure-install-command';
import { ensureMember } from '../orchestrations/activities/ensure-member';
import { ensurePersonalHost } from '../orchestrations/activities/ensure-personal-host';
import { ensureVmRunning } from '../orchestrations/activities/ensure-vm-running';
import { openSubject } from '../orchestrations/activities/open-subject';
import { readAccess } from '../orchestrations/activities/read-access';
import { readAppInstallation } from '../orchestrations/activities/read-app-installation';
import { readCloudPc } from '../orchestrations/activities/read-cloud-pc';
import { readGuestSituation } from '../orchestrations/activities/read-guest-situation';
import { readHostRecord } from '../orchestrations/activities/read-host-record';
import { readInstallCommand } from '../orchestrations/activities/read-install-command';
import { readMemberWishes } from '../orchestrations/activities/read-member-wishes';
import { readProfiles } from '../orchestrations/activities/read-profiles';
import { readReadiness } from '../orchestrations/activities/read-readiness';
import { recordClient } from '../orchestrations/activities/record-client';
import { recordFailure } from '../orchestrations/activities/record-failure';
import { resolveFailures } from '../orchestrations/activities/resolve-failures';
import { writePermit } from '../orchestrations/activities/write-permit';
import { FLOW_OF_KIND, type ActivityName } from '../orchestrations/contract';
import { groupMembers } from '../orchestrations/group-members';
import { guestLifecycle } from '../orchestrations/guest-lifecycle';
import { hostLifecycle } from '../orchestrations/host-lifecycle';
import { loggedStep } from './log-step';
import type { AppSettings, Ports } from './ports';

/** Every activity, wired. */
function activities(ports: Ports, settings: AppSettings): Record<ActivityName, Activity> {
  const deps = { ...ports, ...settings, permit: writePermit(ports.partners) };
  return {
    openSubject: unfenced('openSubject', openSubject(ports.life)),
    closeSubject: unfenced('closeSubject', closeSubject(deps)),
    readGuestSituation: fenced(deps, 'readGuestSituation', readGuestSituation(deps)),
    readReadiness: fenced(deps, 'readReadiness', readReadiness(deps)),
    ensureMember: fenced(deps, 'ensureMember', ensureMember(deps)),
    ensurePersonalHost: fenced(deps, 'ensurePersonalHost', ensurePersonalHost(deps)),
    readCloudPc: fenced(deps, 'readCloudPc', readCloudPc(deps)),
    readProfiles: fenced(deps, 'readProfiles', readProfiles(ports.networkAccess)),
    ensureClient: fenced(deps, 'ensureClient', ensureClient(deps)),
    readAccess: fenced(deps, 'readAccess', readAccess(deps)),
    recordFailure: fenced(deps, 'recordFailure', recordFailure(deps)),
    resolveFailures: fenced(deps, 'resolveFailures', resolveFailures(ports.failures)),
    readHostRecord: fenced(deps, 'readHostRecord', readHostRecord(ports.hosts)),
    ensureVmRunning: fenced(deps, 'ensureVmRunning', ensureVmRunning(deps)),
    ensureInstallCommand: fenced(deps, 'ensureInstallCommand', ensureInstallCommand(deps)),
    readInstallCommand: fenced(deps, 'readInstallCommand', readInstallCommand(deps)),
    readAppInstallation: fenced(deps, 'readAppInstallation', readAppInstallation(deps)),
    recordClient: fenced(deps, 'recordClient', recordClient(deps)),
    readMemberWishes: fenced(deps, 'readMemberWishes', readMemberWishes(ports.outbox)),
    applyMemberWishes: fenced(deps, 'applyMemberWishes', applyMemberWishes(deps)),
  };
}

/** Registers every flow and activity with the engine. */
export function registerFlows(ports: Ports, settings: AppSettings): void {
  df.app.orchestration(FLOW_OF_KIND.guest, guestLifecycle);
  df.app.orchestration(FLOW_OF_KIND.host, hostLifecycle);
  df.app.orchestration(FLOW_OF_KIND.group, groupMembers);
  for (const [name, handler] of Object.entries(activities(ports, settings)))
    df.app.activity(name, { handler: loggedStep(name, handler) });
}
