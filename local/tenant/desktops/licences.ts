import { z } from 'zod';
import { bodyOf, ok, param, type ApiReply } from '../core/api-call';
import { badRequest } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { groupById } from '../directory/group-lookup';
import { groupView } from '../directory/group-view';
import { collectionReply } from '../odata/collection-reply';
import { reconcileGroup } from './follow-entitlements';
import { consumedUnits, groupLicences, subscribedSkus, type SubscribedSku } from './licence';
import type { TenantContext } from '../core/tenant-context';

/** Graph v1.0 "List subscribedSkus" and "group: assignLicense". */
const READ = [
  'LicenseAssignment.Read.All',
  'Organization.Read.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const ASSIGN = ['LicenseAssignment.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'];

const assignBody = z.object({
  addLicenses: z.array(z.object({ skuId: z.guid(), disabledPlans: z.array(z.guid()).default([]) })),
  removeLicenses: z.array(z.guid()),
});

/** Products with their units, and licences given to a group. */
export function registerLicences(graph: GraphRoutes): void {
  graph.get('/subscribedSkus', { permissions: READ, resourceUnits: 3 }, (call) =>
    collectionReply(
      call,
      call.tenant.store
        .in(subscribedSkus)
        .all()
        .map((sku) => skuView(call.tenant, sku)),
      { context: 'subscribedSkus', type: 'subscribedSku' },
    ),
  );
  graph.post('/groups/{id}/assignLicense', { permissions: ASSIGN }, assignLicense);
}

/** 202 with the group: what it comes to for each user shows later, in the user's `licenseAssignmentStates`. */
function assignLicense(call: GraphCall): ApiReply {
  const { tenant } = call;
  const group = groupById(tenant, param(call, 'id'));
  const { addLicenses, removeLicenses } = bodyOf(call, assignBody);
  const unknown = addLicenses.find(
    ({ skuId }) => tenant.store.in(subscribedSkus).get(skuId.toLowerCase()) === undefined,
  );
  if (unknown !== undefined)
    throw badRequest(`License ${unknown.skuId} does not correspond to a valid company License.`);
  for (const skuId of removeLicenses)
    tenant.store.in(groupLicences).delete(`${group.id}/${skuId.toLowerCase()}`);
  for (const { skuId, disabledPlans } of addLicenses) {
    const id = `${group.id}/${skuId.toLowerCase()}`;
    const assignedAtMs = tenant.clock.now();
    tenant.store
      .in(groupLicences)
      .put({ id, groupId: group.id, skuId: skuId.toLowerCase(), disabledPlans, assignedAtMs });
  }
  reconcileGroup(tenant, group.id);
  return {
    ...ok({ '@odata.context': `${call.baseUrl}/$metadata#groups/$entity`, ...groupView(group) }),
    status: 202,
  };
}

function skuView(tenant: TenantContext, sku: SubscribedSku): Record<string, unknown> {
  return {
    id: `${tenant.settings.tenant.id}_${sku.id}`,
    accountId: tenant.settings.tenant.id,
    accountName: tenant.settings.tenant.displayName,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: consumedUnits(tenant, sku.id),
    prepaidUnits: { enabled: sku.enabledUnits, suspended: 0, warning: 0, lockedOut: 0 },
    skuId: sku.id,
    skuPartNumber: sku.partNumber,
    servicePlans: sku.servicePlans.map(({ id, name }) => ({
      servicePlanId: id,
      servicePlanName: name,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  };
}
