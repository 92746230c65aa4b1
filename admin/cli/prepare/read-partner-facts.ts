import type { GroupId } from '../../../shared/domain/ids';
import type { CloudPcFacts } from '../../../shared/domain/prepare/plan-cloud-pc';
import type { HostPoolFacts } from '../../../shared/domain/prepare/plan-host-pool';
import type { OrphanFacts } from '../../../shared/domain/prepare/plan-orphans';
import type { PrivateAppFacts } from '../../../shared/domain/prepare/plan-private-apps';
import type { ProfilesFacts } from '../../../shared/domain/prepare/plan-profiles';
import type { OperatorPorts } from './operator-ports';

/** One host pool, and the roles the access group holds where the pool's guests need some. */
export async function readHostPoolFacts(
  ports: OperatorPorts,
  id: string,
  group: GroupId | null,
): Promise<HostPoolFacts> {
  const facts = await ports.hostPools.read(id);
  if (group === null) return { ...facts, holdings: [] };
  const desktops = facts.applicationGroups.filter(({ kind }) => kind === 'Desktop');
  const scopes = [...desktops.map((one) => one.id), ...facts.machineGroups];
  const held = await Promise.all(scopes.map((scope) => ports.roles.listHeld(scope, group)));
  return { ...facts, holdings: held.flat() };
}

/** Who holds roles at the places where the pool's guests need some, and whether they are there. */
export async function readOrphanFacts(ports: OperatorPorts, hostPool: string): Promise<OrphanFacts> {
  const { applicationGroups, machineGroups } = await ports.hostPools.read(hostPool);
  const scopes = [...applicationGroups.map(({ id }) => id), ...machineGroups];
  const held = (await Promise.all(scopes.map((scope) => ports.roles.listAt(scope)))).flat();
  return {
    hostPool,
    held,
    existing: await ports.principals.existing(held.map(({ principal }) => principal)),
  };
}

/** Windows 365: what there is, and what the Cloud PC group carries. */
export async function readCloudPcFacts(ports: OperatorPorts, group: GroupId | null): Promise<CloudPcFacts> {
  return {
    policies: await ports.provisioning.list(),
    skus: await ports.licences.listSkus(),
    groupSkus: group === null ? null : await ports.licences.listOf(group),
  };
}

/** Global Secure Access: the built-in profiles, and whether the access group is assigned to them. */
export async function readProfilesFacts(ports: OperatorPorts, group: GroupId | null): Promise<ProfilesFacts> {
  const onboardingStatus = await ports.networkAccess.readOnboardingStatus();
  if (onboardingStatus !== 'onboarded') return { onboardingStatus, profiles: [] };
  const profiles = await Promise.all(
    (await ports.networkAccess.listProfiles()).map(async (profile) => ({
      ...profile,
      isAssigned:
        group === null || profile.servicePrincipal === null
          ? null
          : await ports.networkAccess.isProfileAssigned(group, profile.servicePrincipal),
    })),
  );
  return { onboardingStatus, profiles };
}

/** The private apps of a policy, and whether the access group is assigned to them. */
export async function readPrivateApps(
  ports: OperatorPorts,
  ids: readonly string[],
  group: GroupId | null,
): Promise<PrivateAppFacts[]> {
  return Promise.all(
    ids.map(async (id) => {
      const app = await ports.apps.readApp(id);
      const isAssigned = app !== undefined && group !== null && (await ports.apps.isAssigned(group, id));
      return { id, displayName: app?.displayName ?? null, isAssigned };
    }),
  );
}
