import type { DemoGuest } from './demo-guest';
import type { DemoTenant } from './demo-tenant';
import { SAMPLE_POLICY } from './sample-policy';

/** One expectation, and what the tenant said. */
export interface Observation {
  guest: string;
  expected: string;
  isTrue: boolean;
  observed: string;
}

interface Page<T> {
  value: T[];
}

/** Asks the tenant itself, with an admin's own token and not through the product, whether the guest has what it should. */
export async function readBack(tenant: DemoTenant, guest: DemoGuest): Promise<Observation[]> {
  const says = (expected: string, isTrue: boolean, observed: string): Observation => ({
    guest: guest.name,
    expected,
    isTrue,
    observed,
  });
  const user = await tenant.graph<{ externalUserState: string }>(
    `/v1.0/users/${guest.id}?$select=id,externalUserState`,
  );
  const wanted = guest.accepts ? 'Accepted' : 'PendingAcceptance';
  const account = says(`invitation is ${wanted}`, user.externalUserState === wanted, user.externalUserState);
  const isMember = await isMemberOf(tenant, SAMPLE_POLICY.accessGroup, guest.id);
  const membership = says(
    guest.accepts ? 'direct member of the access group' : 'no member of the access group',
    isMember === guest.accepts,
    isMember ? 'member' : 'no member',
  );
  if (!guest.accepts) return [account, membership];
  const profiles = await readProfiles(tenant, says);
  const desktop =
    guest.wants === 'avd-personal'
      ? await readHost(tenant, guest, says)
      : await readCloudPc(tenant, guest, says);
  return [account, membership, ...desktop, ...profiles, await signIn(tenant, guest, says)];
}

/** The last word: the guest sits down and signs in. */
async function signIn(tenant: DemoTenant, guest: DemoGuest, says: Says): Promise<Observation> {
  const pool = SAMPLE_POLICY.desktops[1].hostPools[0].split('/').at(-1);
  const { signedIn, reason } = await tenant.signIn(
    guest.id,
    guest.wants === 'avd-personal' ? pool : undefined,
  );
  return says('signs in to its own desktop', signedIn, reason ?? 'signed in');
}

type Says = (expected: string, isTrue: boolean, observed: string) => Observation;

async function isMemberOf(tenant: DemoTenant, group: string, id: string): Promise<boolean> {
  const { value } = await tenant.graph<Page<{ id: string }>>(
    `/v1.0/groups/${group}/members?$select=id&$top=999`,
  );
  return value.some((member) => member.id === id);
}

async function readProfiles(tenant: DemoTenant, says: Says): Promise<Observation[]> {
  const { value: profiles } = await tenant.graph<
    Page<{ trafficForwardingType: string; state: string; servicePrincipal: { id: string } | null }>
  >('/beta/networkAccess/forwardingProfiles?$expand=servicePrincipal');
  const { value: roles } = await tenant.graph<Page<{ resourceId: string }>>(
    `/v1.0/groups/${SAMPLE_POLICY.accessGroup}/appRoleAssignments`,
  );
  return SAMPLE_POLICY.profiles.map((kind) => {
    const profile = profiles.find((one) => one.trafficForwardingType === kind);
    const isAssigned = roles.some(({ resourceId }) => resourceId === profile?.servicePrincipal?.id);
    const observed = `${profile?.state ?? 'missing'}, ${isAssigned ? 'assigned' : 'not assigned'}`;
    return says(`${kind} profile enabled and assigned`, profile?.state === 'enabled' && isAssigned, observed);
  });
}

async function readHost(tenant: DemoTenant, guest: DemoGuest, says: Says): Promise<Observation[]> {
  const pool = SAMPLE_POLICY.desktops[1].hostPools[0];
  interface Host {
    name: string;
    properties: { assignedUser: string | null; resourceId: string };
  }
  const { value: hosts } = await tenant.arm<Page<Host>>(`${pool}/sessionHosts?api-version=2024-04-03`);
  const own = hosts.filter((host) => host.properties.assignedUser === guest.userPrincipalName);
  const assigned = says(
    'exactly one session host assigned',
    own.length === 1,
    own.map(({ name }) => name).join(', ') || 'none',
  );
  const [host] = own;
  if (host === undefined) return [assigned];
  const client = (await tenant.clientOn(host.properties.resourceId.split('/').at(-1) ?? '')) ?? 'no client';
  return [
    assigned,
    says(
      `client ${SAMPLE_POLICY.client.version} on its machine`,
      client.startsWith(SAMPLE_POLICY.client.version),
      client,
    ),
  ];
}

async function readCloudPc(tenant: DemoTenant, guest: DemoGuest, says: Says): Promise<Observation[]> {
  const principal = encodeURIComponent(`userPrincipalName eq '${guest.userPrincipalName}'`);
  const { value: cloudPcs } = await tenant.graph<Page<{ status: string; managedDeviceId: string }>>(
    `/beta/deviceManagement/virtualEndpoint/cloudPCs?$filter=${principal}`,
  );
  const [cloudPc] = cloudPcs;
  const provisioned = says(
    'one provisioned Cloud PC',
    cloudPcs.length === 1 && cloudPc?.status === 'provisioned',
    cloudPc?.status ?? 'none',
  );
  const report = await tenant.graphReport<{ Schema: { Column: string }[]; Values: unknown[][] }>(
    '/v1.0/deviceManagement/reports/retrieveDeviceAppInstallationStatusReport',
    { filter: `(ApplicationId eq '${SAMPLE_POLICY.client.intuneAppId}')`, select: [], top: 50, skip: 0 },
  );
  const column = (name: string) => report.Schema.findIndex(({ Column }) => Column === name);
  const row = report.Values.find((values) => values[column('DeviceId')] === cloudPc?.managedDeviceId);
  const cell = row?.[column('AppVersion')];
  const version = typeof cell === 'string' ? cell : 'no row';
  return [
    provisioned,
    says(
      `client ${SAMPLE_POLICY.client.version} reported by Intune`,
      version.startsWith(SAMPLE_POLICY.client.version),
      version,
    ),
  ];
}
