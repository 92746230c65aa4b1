import { z } from 'zod';
import { bodyOf, created, noContent, ok, param, type ApiReply } from '../core/api-call';
import { resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { collectionReply } from '../odata/collection-reply';
import { audit, type Actor } from './audit-log';

export interface ConnectedOrganization {
  id: string;
  displayName: string;
  description: string | null;
  state: 'configured' | 'proposed';
  identitySources: unknown[];
  createdDateTime: string;
  modifiedDateTime: string;
}

export const connectedOrganizations = collection<ConnectedOrganization>('connectedOrganizations');

const READ = ['EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All'];
const WRITE = ['EntitlementManagement.ReadWrite.All'];
const BASE = '/identityGovernance/entitlementManagement/connectedOrganizations';
const CONTEXT = 'identityGovernance/entitlementManagement/connectedOrganizations';

const fields = z.strictObject({
  displayName: z.string(),
  description: z.string().nullable().default(null),
  state: z.enum(['configured', 'proposed']).default('proposed'),
  identitySources: z.array(z.unknown()).default([]),
});

/** `connectedOrganizations` of entitlement management (Graph v1.0 "connectedOrganization" resource). */
export function registerConnectedOrganizations(graph: GraphRoutes): void {
  graph.get(BASE, { permissions: READ }, (call) =>
    collectionReply(call, all(call.tenant).map(view), {
      context: CONTEXT,
      type: 'connectedOrganization',
      filterable: { displayName: { plain: ['eq'] }, state: { plain: ['eq'] } },
    }),
  );
  graph.get(`${BASE}/{id}`, { permissions: READ }, (call) =>
    ok({ '@odata.context': `${call.baseUrl}/$metadata#${CONTEXT}/$entity`, ...find(call) }),
  );
  graph.post(BASE, { permissions: WRITE }, add);
  graph.patch(`${BASE}/{id}`, { permissions: WRITE }, (call) => {
    const wanted = bodyOf(call, fields.partial());
    const given = Object.fromEntries(
      Object.entries(wanted).filter(([name]) => Object.hasOwn(call.body as object, name)),
    );
    call.tenant.store
      .in(connectedOrganizations)
      .put({ ...find(call), ...given, modifiedDateTime: call.tenant.clock.iso() });
    auditOrganization(call.tenant, 'Update connected organization', 'Update', find(call), call.caller);
    return noContent();
  });
  graph.delete(`${BASE}/{id}`, { permissions: WRITE }, (call) => {
    removeConnectedOrganization(call.tenant, find(call), call.caller);
    return noContent();
  });
  graph.get('/identityGovernance/entitlementManagement/settings', { permissions: READ }, (call) =>
    ok({
      '@odata.context': `${call.baseUrl}/$metadata#identityGovernance/entitlementManagement/settings/$entity`,
      durationUntilExternalUserDeletedAfterBlocked: 'P30D',
      externalUserLifecycleAction: 'none',
    }),
  );
}

/** Takes a connected organization away, as an admin would. */
export function removeConnectedOrganization(
  tenant: TenantContext,
  organization: ConnectedOrganization,
  actor: Actor,
): void {
  tenant.store.in(connectedOrganizations).delete(organization.id);
  auditOrganization(tenant, 'Delete connected organization', 'Delete', organization, actor);
}

function add(call: GraphCall): ApiReply {
  const now = call.tenant.clock.iso();
  const organization = {
    id: call.tenant.ids.next('connectedOrganization'),
    ...bodyOf(call, fields),
    createdDateTime: now,
    modifiedDateTime: now,
  };
  call.tenant.store.in(connectedOrganizations).put(organization);
  auditOrganization(call.tenant, 'Create connected organization', 'Add', organization, call.caller);
  return created({ '@odata.context': `${call.baseUrl}/$metadata#${CONTEXT}/$entity`, ...organization });
}

function find(call: GraphCall): ConnectedOrganization {
  const found = call.tenant.store.in(connectedOrganizations).get(param(call, 'id'));
  if (found === undefined) throw resourceNotFound(param(call, 'id'));
  return found;
}

function all(tenant: TenantContext): ConnectedOrganization[] {
  return tenant.store.in(connectedOrganizations).all();
}

function view(organization: ConnectedOrganization): Record<string, unknown> {
  return { ...organization };
}

function auditOrganization(
  tenant: TenantContext,
  activity: string,
  operation: 'Add' | 'Update' | 'Delete',
  organization: ConnectedOrganization,
  actor: Actor,
): void {
  const targets = [{ id: organization.id, type: 'Other', displayName: organization.displayName }] as const;
  audit(tenant, {
    activity,
    operation,
    actor,
    category: 'EntitlementManagement',
    service: 'Entitlement Management',
    targets,
  });
}
