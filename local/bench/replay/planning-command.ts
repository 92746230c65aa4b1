import { ClientSecretCredential } from '@azure/identity';
import { replayRoutes } from '../../../functions/admin/replay-routes';
import { armDesktops } from '../../../shared/clients/arm/arm-desktops';
import { connectArm } from '../../../shared/clients/arm/connect-arm';
import { connectGraph } from '../../../shared/clients/graph/connect-graph';
import { graphCloudPcs } from '../../../shared/clients/graph/graph-cloud-pcs';
import { graphDirectory } from '../../../shared/clients/graph/graph-directory';
import { graphGroups } from '../../../shared/clients/graph/graph-groups';
import { createLiveGuests } from '../../../shared/clients/live-guests';
import { fingerprint } from '../../../shared/domain/failure';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { groupId } from '../../../shared/domain/ids';
import { partnerPolicySchema } from '../../../shared/domain/partner-policy';
import { freshRow } from '../../../shared/domain/subject-row';
import { memoryCursors } from '../../../shared/state/memory/memory-cursors';
import { memoryDocuments } from '../../../shared/state/memory/memory-documents';
import { memoryFailures } from '../../../shared/state/memory/memory-failures';
import { memoryHostRecords } from '../../../shared/state/memory/memory-host-records';
import { memoryInvitedGuests } from '../../../shared/state/memory/memory-invited-guests';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { memoryPartnerStages } from '../../../shared/state/memory/memory-partner-stages';
import { memoryPlans } from '../../../shared/state/memory/memory-plans';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import { SAMPLE_POLICY } from '../../demo/sample-policy';
import { loadScenario } from '../../tenant/scenarios/load-scenario';
import { startTenant, type Tenant } from '../../tenant/tenant';
import { askRoute } from '../ask-route';
import { measured } from '../measured';

const GUESTS = 1_000;
const APP_ID = '7a2b9d36-8e4c-4fa0-b152-a3c6d7e8f9a1';
const BLOCKED_GROUP = groupId('d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c06');
const CAUSE = { flow: 'guest', step: 'ensureMember', code: 'forbidden', resource: 'guest' };

/**
 * Plans the replay of 1,000 guests through the product's own adapters against the simulated tenant with 5,000, and
 * prints the figures. A process of its own: Node reads the certificates it trusts when it starts.
 */
async function main(): Promise<void> {
  const tenant = await startTenant({ scenario: loadScenario('five-thousand-guests') });
  try {
    const world = worldOf(tenant);
    await fail(tenant, world);
    let requests = 0;
    tenant.onTraffic(({ authority }) => (requests += authority === 'graph' || authority === 'arm' ? 1 : 0));
    const body = { of: { kind: 'partner', partner: SAMPLE_POLICY.partner } };
    const { result, elapsedMs, heapMiB } = await measured(() => askRoute(replayRoutes[0], { body }, world));
    const { subjects, verdicts } = result as { subjects: number; verdicts: Record<string, number> };
    const figures = {
      guestsPlanned: subjects,
      planningRequests: requests,
      planningRequestsPerGuest: requests / GUESTS,
      planningElapsedMs: elapsedMs,
      planningHeapGrowthMiB: heapMiB,
      planningStepsToCreate: verdicts['will-create'] ?? 0,
    };
    console.log(JSON.stringify(figures));
  } finally {
    await tenant.stop();
  }
}

/** State in memory, the tenant through the real adapters. */
function worldOf(tenant: Tenant) {
  const credential = new ClientSecretCredential(tenant.tenantId, APP_ID, 'development-secret-both-parts', {
    authorityHost: tenant.url,
    disableInstanceDiscovery: true,
  });
  const graph = connectGraph({ baseUrl: tenant.url, credential });
  const state = {
    subjects: memorySubjects(),
    failures: memoryFailures(),
    partners: memoryPartners(),
    hosts: memoryHostRecords(),
    stages: memoryPartnerStages(),
    plans: memoryPlans(),
    documents: memoryDocuments(),
    cursors: memoryCursors(),
    invitedGuests: memoryInvitedGuests(),
  };
  const liveGuests = createLiveGuests({
    ...state,
    directory: graphDirectory(graph),
    groups: graphGroups(graph),
    desktops: armDesktops(connectArm({ endpoint: tenant.url, credential })),
    cloudPcs: graphCloudPcs(graph),
    blockedGroup: BLOCKED_GROUP,
    excludedGroup: null,
    excludedIds: [],
  });
  return { ...state, liveGuests };
}

/** A thousand guests of the partner that stopped before they were members of anything. */
async function fail(tenant: Tenant, world: ReturnType<typeof worldOf>): Promise<void> {
  await world.partners.put(partnerPolicySchema.parse(SAMPLE_POLICY), undefined);
  const at = new Date().toISOString();
  for (const id of (await guestsOf(tenant)).slice(0, GUESTS)) {
    const subject = { kind: 'guest' as const, id };
    const row = { ...freshRow(subject), run: 1, state: 'held', partner: SAMPLE_POLICY.partner };
    await world.subjects.insert({ ...row, detail: EMPTY_GUEST_RECORD });
    await world.failures.open({
      ...CAUSE,
      fingerprint: fingerprint(CAUSE),
      subject,
      key: `guest-${id}`,
      message: 'the directory refused the write',
      fix: 'Grant what is missing.',
      partner: SAMPLE_POLICY.partner,
      run: `guest-${id}-1`,
      firstSeenAt: at,
      lastSeenAt: at,
      evidence: null,
    });
  }
}

async function guestsOf(tenant: Tenant): Promise<string[]> {
  const members = await tenant.control.listMembers({ group: SAMPLE_POLICY.admitWhen.group });
  return members.map(({ id }) => id);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
