import type { TenantContext } from '../core/tenant-context';
import { cloudPcs, provisioningPolicies } from '../desktops/cloud-pc';
import { settleCloudPc } from '../desktops/cloud-pc-lifecycle';
import { reconcileGroup } from '../desktops/follow-entitlements';
import { groupLicences, subscribedSkus } from '../desktops/licence';
import { mobileApps } from '../intune/mobile-app';
import type { IntuneSection, Windows365Section } from './endpoint-section';
import { nameObject, objectIdOf } from './scenario-names';
import type { Scenario } from './scenario-schema';

/** Windows 365 and Intune: licences, provisioning policies, Cloud PCs of those entitled already, apps. */
export function layOutEndpoints(tenant: TenantContext, { windows365, intune }: Scenario): void {
  for (const sku of windows365.licences) layOutLicence(tenant, sku);
  for (const policy of windows365.provisioningPolicies) layOutPolicy(tenant, policy);
  for (const app of intune.apps) layOutApp(tenant, app);
  for (const policy of windows365.provisioningPolicies)
    for (const group of policy.groups) reconcileGroup(tenant, objectIdOf(tenant, 'group', group));
  // Whoever was entitled when the tenant began has had a Cloud PC for long.
  for (const pc of tenant.store.in(cloudPcs).all()) {
    tenant.store.in(cloudPcs).put({ ...pc, provisionedAtMs: tenant.clock.now() });
    settleCloudPc(tenant, pc.id);
  }
}

function layOutLicence(tenant: TenantContext, sku: Windows365Section['licences'][number]): void {
  tenant.store.in(subscribedSkus).put({
    id: sku.id,
    partNumber: sku.partNumber,
    enabledUnits: sku.units,
    servicePlans: sku.plans,
    isCloudPc: sku.cloudPc,
  });
  for (const group of sku.groups) {
    const groupId = objectIdOf(tenant, 'group', group);
    const licence = { groupId, skuId: sku.id, disabledPlans: [], assignedAtMs: tenant.clock.now() };
    tenant.store.in(groupLicences).put({ id: `${groupId}/${sku.id}`, ...licence });
  }
}

function layOutPolicy(
  tenant: TenantContext,
  policy: Windows365Section['provisioningPolicies'][number],
): void {
  const id = nameObject(tenant, 'provisioning-policy', policy.name, policy.id);
  const groupIds = policy.groups.map((group) => objectIdOf(tenant, 'group', group));
  tenant.store.in(provisioningPolicies).put({
    id,
    displayName: policy.displayName ?? policy.name,
    description: '',
    imageId: 'MicrosoftWindowsDesktop_windows-ent-cpc_win11-25h2-ent-cpc',
    imageDisplayName: policy.imageDisplayName,
    enableSingleSignOn: policy.singleSignOn,
    gracePeriodInHours: policy.gracePeriodInHours,
    assignments: groupIds.map((groupId) => ({ id: `${id}_${groupId}`, groupId })),
    deviceGroupId: policy.deviceGroup === undefined ? null : objectIdOf(tenant, 'group', policy.deviceGroup),
    osBuild: policy.osBuild,
    createdAtMs: tenant.clock.now(),
  });
}

function layOutApp(tenant: TenantContext, app: IntuneSection['apps'][number]): void {
  const assignedAtMs = tenant.clock.now();
  tenant.store.in(mobileApps).put({
    id: nameObject(tenant, 'mobile-app', app.name, app.id),
    displayName: app.displayName,
    publisher: 'Microsoft',
    version: app.version,
    createdAtMs: assignedAtMs,
    assignments: app.requiredFor.map((group) => {
      const groupId = objectIdOf(tenant, 'group', group);
      const targetType = '#microsoft.graph.groupAssignmentTarget';
      return { id: `${groupId}_1_0`, intent: 'required', targetType, groupId, settings: null, assignedAtMs };
    }),
  });
}
