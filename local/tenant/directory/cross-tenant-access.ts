import { z } from 'zod';
import { bodyOf, created, noContent, ok, param, type ApiReply } from '../core/api-call';
import { ApiError, badRequest } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import type { TenantContext } from '../core/tenant-context';
import { collectionReply } from '../odata/collection-reply';
import { audit, type Actor } from './audit-log';
import {
  crossTenantEntries,
  DEFAULT_ENTRY,
  defaultEntry,
  emptyEntry,
  type CrossTenantEntry,
} from './cross-tenant-policy';

/** Graph v1.0 "crossTenantAccessPolicyConfigurationPartner" (read permission unproven: Policy.Read.All). */
const READ = ['Policy.Read.All', 'Policy.ReadWrite.CrossTenantAccess'];
const WRITE = ['Policy.ReadWrite.CrossTenantAccess'];
const BASE = '/policies/crossTenantAccessPolicy';

const targets = z.strictObject({
  accessType: z.enum(['allowed', 'blocked']),
  targets: z.array(
    z.strictObject({ target: z.string(), targetType: z.enum(['user', 'group', 'application']) }),
  ),
});
const b2b = z.strictObject({ usersAndGroups: targets, applications: targets }).nullable();
const trust = z
  .strictObject({
    isMfaAccepted: z.boolean().default(false),
    isCompliantDeviceAccepted: z.boolean().default(false),
    isHybridAzureADJoinedDeviceAccepted: z.boolean().default(false),
  })
  .nullable();
const fields = z.strictObject({
  isServiceProvider: z.boolean().nullable().optional(),
  inboundTrust: trust.optional(),
  b2bCollaborationInbound: b2b.optional(),
  b2bCollaborationOutbound: b2b.optional(),
  b2bDirectConnectInbound: b2b.optional(),
  b2bDirectConnectOutbound: b2b.optional(),
  automaticUserConsentSettings: z
    .strictObject({ inboundAllowed: z.boolean().nullable(), outboundAllowed: z.boolean().nullable() })
    .optional(),
  tenantRestrictions: z.unknown().optional(),
});
const synchronization = z.looseObject({
  displayName: z.string().nullable().default(null),
  userSyncInbound: z.strictObject({ isSyncAllowed: z.boolean() }),
});

/** `crossTenantAccessPolicy`: the default, the partners, and whether a partner synchronises users. */
export function registerCrossTenantAccess(graph: GraphRoutes): void {
  graph.get(`${BASE}/default`, { permissions: READ }, (call) => {
    const entry = call.tenant.store.in(crossTenantEntries).get(DEFAULT_ENTRY) ?? defaultEntry();
    const isServiceDefault = call.tenant.store.in(crossTenantEntries).get(DEFAULT_ENTRY) === undefined;
    return ok({ '@odata.context': context(call, 'default'), isServiceDefault, ...settingsOf(entry) });
  });
  graph.patch(`${BASE}/default`, { permissions: WRITE }, (call) => {
    const entry = call.tenant.store.in(crossTenantEntries).get(DEFAULT_ENTRY) ?? defaultEntry();
    return change(call, entry, 'Update the cross-tenant access default setting');
  });
  graph.get(`${BASE}/partners`, { permissions: READ }, (call) =>
    collectionReply(call, partners(call.tenant).map(view), {
      context: 'policies/crossTenantAccessPolicy/partners',
      type: 'crossTenantAccessPolicyConfigurationPartner',
    }),
  );
  graph.get(`${BASE}/partners/{tenantId}`, { permissions: READ }, (call) =>
    ok({ '@odata.context': context(call, 'partners/$entity'), ...view(partner(call)) }),
  );
  graph.post(`${BASE}/partners`, { permissions: WRITE }, addPartner);
  graph.patch(`${BASE}/partners/{tenantId}`, { permissions: WRITE }, (call) =>
    change(call, partner(call), 'Update a partner cross-tenant access setting'),
  );
  graph.delete(`${BASE}/partners/{tenantId}`, { permissions: WRITE }, (call) => {
    const entry = partner(call);
    if (entry.identitySynchronization !== null)
      throw badRequest(
        'The partner has a user synchronization policy; delete identitySynchronization first.',
      );
    removePartner(call.tenant, entry, call.caller);
    return noContent();
  });
  registerIdentitySynchronization(graph);
}

function registerIdentitySynchronization(graph: GraphRoutes): void {
  const path = `${BASE}/partners/{tenantId}/identitySynchronization`;
  graph.get(path, { permissions: READ }, (call) => {
    const entry = partner(call);
    if (entry.identitySynchronization === null) throw partnerNotFound(entry.id);
    return ok({
      '@odata.context': context(call, 'partners/identitySynchronization/$entity'),
      tenantId: entry.id,
      ...entry.identitySynchronization,
    });
  });
  graph.put(path, { permissions: WRITE }, (call) => {
    const { displayName, userSyncInbound } = bodyOf(call, synchronization);
    call.tenant.store
      .in(crossTenantEntries)
      .put({ ...partner(call), identitySynchronization: { displayName, userSyncInbound } });
    return noContent();
  });
  graph.delete(path, { permissions: WRITE }, (call) => {
    call.tenant.store.in(crossTenantEntries).put({ ...partner(call), identitySynchronization: null });
    return noContent();
  });
}

/** Takes a partner's entry away: the default applies from now on. */
export function removePartner(tenant: TenantContext, entry: CrossTenantEntry, actor: Actor): void {
  tenant.store.in(crossTenantEntries).delete(entry.id);
  auditPolicy(tenant, 'Delete partner specific cross-tenant access setting', 'Delete', entry.id, actor);
}

function addPartner(call: GraphCall): ApiReply {
  const { tenantId, ...rest } = bodyOf(call, fields.extend({ tenantId: z.guid() }));
  const id = tenantId.toLowerCase();
  if (call.tenant.store.in(crossTenantEntries).get(id) !== undefined) {
    throw new ApiError(409, 'Conflict', `A partner configuration for tenant '${id}' already exists.`);
  }
  const entry = { ...emptyEntry(id), ...defined(rest) };
  call.tenant.store.in(crossTenantEntries).put(entry);
  auditPolicy(call.tenant, 'Add a partner to cross-tenant access setting', 'Add', id, call.caller);
  return created({ '@odata.context': context(call, 'partners/$entity'), ...view(entry) });
}

function change(call: GraphCall, entry: CrossTenantEntry, activity: string): ApiReply {
  call.tenant.store.in(crossTenantEntries).put({ ...entry, ...defined(bodyOf(call, fields)) });
  auditPolicy(call.tenant, activity, 'Update', entry.id, call.caller);
  return noContent();
}

function defined(wanted: z.output<typeof fields>): Partial<CrossTenantEntry> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

function partners(tenant: TenantContext): CrossTenantEntry[] {
  return tenant.store
    .in(crossTenantEntries)
    .all()
    .filter((entry) => entry.id !== DEFAULT_ENTRY);
}

/** 404: no entry for this partner, the default applies. */
function partner(call: GraphCall): CrossTenantEntry {
  const id = param(call, 'tenantId').toLowerCase();
  const found = call.tenant.store.in(crossTenantEntries).get(id);
  if (found === undefined || id === DEFAULT_ENTRY) throw partnerNotFound(id);
  return found;
}

function partnerNotFound(id: string): ApiError {
  return new ApiError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

function view(entry: CrossTenantEntry): Record<string, unknown> {
  return { id: entry.id, tenantId: entry.id, ...settingsOf(entry) };
}

function settingsOf(entry: CrossTenantEntry): Record<string, unknown> {
  const shown = Object.entries(entry).filter(([name]) => name !== 'id' && name !== 'identitySynchronization');
  return Object.fromEntries(shown);
}

function context(call: GraphCall, rest: string): string {
  return `${call.baseUrl}/$metadata#policies/crossTenantAccessPolicy/${rest}`;
}

function auditPolicy(
  tenant: TenantContext,
  activity: string,
  operation: 'Add' | 'Update' | 'Delete',
  partnerTenantId: string,
  actor: Actor,
): void {
  audit(tenant, {
    activity,
    operation,
    actor,
    category: 'CrossTenantAccessSettings',
    service: 'Core Directory',
    targets: [
      {
        id: partnerTenantId,
        type: 'Policy',
        displayName: null,
        modified: { tenantId: [null, partnerTenantId] },
      },
    ],
  });
}
