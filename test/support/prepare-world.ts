import { groupId, stableGuid, tenantId, type GroupId } from '../../shared/domain/ids';
import type { InboundTrust } from '../../shared/domain/prepare/inbound-trust';
import type { GroupTraits } from '../../shared/domain/prepare/judge-group';
import type { BlockPolicyFacts } from '../../shared/domain/prepare/plan-block-policy';
import type { ProvisioningPolicyFacts, SkuFacts } from '../../shared/domain/prepare/plan-cloud-pc';
import type { HostPoolFacts } from '../../shared/domain/prepare/plan-host-pool';
import type { ProfileFacts } from '../../shared/domain/prepare/plan-profiles';
import type { RemoteDesktopFacts } from '../../shared/domain/prepare/plan-remote-desktop';
import type { RoleHolding } from '../../shared/domain/prepare/plan-role';
import { REMOTE_DESKTOP_APPS } from '../../shared/domain/prepare/plan-remote-desktop';

/** All that preparation reads and changes, as plain values: what {@link memoryOperatorPorts} works on. */
export interface PrepareWorld {
  groups: (GroupTraits & { name: string })[];
  deletedGroups: GroupId[];
  roles: (RoleHolding & { group: GroupId })[];
  /** Groups that hold roles and are gone for good. */
  forgotten: string[];
  /** `servicePrincipal group`. */
  appAssignments: Set<string>;
  privateApps: Record<string, string>;
  onboardingStatus: string;
  profiles: Omit<ProfileFacts, 'isAssigned'>[];
  provisioning: ProvisioningPolicyFacts[];
  skus: SkuFacts[];
  groupSkus: Record<string, string[]>;
  blockPolicies: BlockPolicyFacts[];
  knownApps: string[];
  trust: { hasEntry: boolean; own: InboundTrust | null; fallback: InboundTrust };
  remoteDesktop: RemoteDesktopFacts[];
  pools: Omit<HostPoolFacts, 'holdings'>[];
}

export const SUBSCRIPTION = '/subscriptions/c0ffee00-1d2e-4f3a-8b4c-5d6e7f809102';
export const MACHINES = `${SUBSCRIPTION}/resourceGroups/rg-contoso-desktops`;
const AVD = `${MACHINES}/providers/Microsoft.DesktopVirtualization`;
export const POOL = `${AVD}/hostPools/hp-contoso`;
export const APPLICATION_GROUP = `${AVD}/applicationGroups/ag-contoso`;
export const POLICY = 'b1c2d3e4-f506-4718-929a-3b4c5d6e7f01';
export const SKU = 'e2aebe6c-897d-480f-9d62-fff1381581f7';
const PRIVATE_APP = '0b1c2d3e-4f50-4617-8829-3a4b5c6d7e01';
export const HOME = tenantId('c7b6a5f4-e3d2-4c1b-8a09-f8e7d6c5b4a3');

export const NO_TRUST: InboundTrust = {
  isMfaAccepted: false,
  isCompliantDeviceAccepted: false,
  isHybridAzureADJoinedDeviceAccepted: false,
};

/** A group that guests can be let in by, unless told otherwise. */
export function plainGroup(name: string, changes: Partial<GroupTraits> = {}): GroupTraits & { name: string } {
  return {
    id: groupId(stableGuid(`group ${name}`)),
    displayName: name,
    isSecurityEnabled: true,
    isMailEnabled: false,
    isDynamic: false,
    isSynchronised: false,
    isRoleAssignable: false,
    isPackageManaged: false,
    name,
    ...changes,
  };
}

const profile = (kind: string): Omit<ProfileFacts, 'isAssigned'> => ({
  id: stableGuid(`profile ${kind}`),
  kind,
  isEnabled: false,
  servicePrincipal: stableGuid(`principal ${kind}`),
  appId: stableGuid(`app ${kind}`),
  isForEverybody: false,
});

/** A tenant in which nothing is prepared, and everything can be. */
export function unpreparedWorld(changes: Partial<PrepareWorld> = {}): PrepareWorld {
  return {
    groups: [],
    deletedGroups: [],
    roles: [],
    forgotten: [],
    appAssignments: new Set(),
    privateApps: { [PRIVATE_APP]: 'Project files' },
    onboardingStatus: 'offboarded',
    profiles: [profile('m365'), profile('internet'), profile('private')],
    provisioning: [
      {
        id: POLICY,
        displayName: 'Contoso Cloud PCs',
        isSingleSignOn: true,
        groups: [stableGuid('another group')],
      },
    ],
    skus: [{ id: SKU, partNumber: 'CPC_E_2C_8GB_128GB', boughtUnits: 10, usedUnits: 0 }],
    groupSkus: {},
    blockPolicies: [],
    knownApps: ['9cdead84-a844-4324-93f2-b2e6bb768d07', ...REMOTE_DESKTOP_APPS.map(({ appId }) => appId)],
    trust: { hasEntry: false, own: null, fallback: NO_TRUST },
    remoteDesktop: REMOTE_DESKTOP_APPS.map((app, index) => ({
      ...app,
      servicePrincipal: stableGuid(app.appId),
      isEnabled: index === 0 ? null : false,
    })),
    pools: [
      {
        id: POOL,
        pool: { hostPoolType: 'Personal', customRdpProperty: 'audiomode:i:0;' },
        applicationGroups: [
          { id: APPLICATION_GROUP, kind: 'Desktop', workspace: `${AVD}/workspaces/ws-contoso` },
        ],
        machineGroups: [MACHINES],
      },
    ],
    ...changes,
  };
}
