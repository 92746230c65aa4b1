import { collection } from '../core/store';
import type { Caller } from '../core/api-call';
import type { TenantContext } from '../core/tenant-context';

export interface AuditTarget {
  id: string;
  type: 'User' | 'Group' | 'Policy' | 'ServicePrincipal' | 'Other';
  displayName: string | null;
  userPrincipalName?: string | null;
  modified?: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
}

export interface DirectoryAudit {
  id: string;
  activityDateTime: string;
  activityDisplayName: string;
  category: string;
  loggedByService: string;
  correlationId: string;
  operationType: string;
  result: 'success' | 'failure';
  resultReason: string;
  initiatedBy: unknown;
  targetResources: unknown[];
  additionalDetails: { key: string; value: string }[];
  /** When the row can be read. Not shown by Graph. */
  readableAtMs: number;
}

export const directoryAudits = collection<DirectoryAudit>('directoryAudits');

/** Who did it: an application's call, a user's, or somebody outside (a guest redeeming, an admin in the portal). */
export type Actor = Pick<Caller, 'kind' | 'objectId' | 'appId'> | { kind: 'outside'; name: string };

export interface AuditEvent {
  activity: string;
  category:
    | 'UserManagement'
    | 'GroupManagement'
    | 'CrossTenantAccessSettings'
    | 'EntitlementManagement'
    | 'ApplicationManagement'
    | 'Policy';
  service: 'Core Directory' | 'Invited Users' | 'Entitlement Management';
  operation: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign';
  actor: Actor;
  targets: readonly AuditTarget[];
  details?: Readonly<Record<string, string>>;
}

/** Writes one row of the directory audit log (activity names: Entra audit activities reference, 2024-04-15). */
export function audit(tenant: TenantContext, event: AuditEvent): void {
  const { clock, ids, switches, store } = tenant;
  store.in(directoryAudits).put({
    id: `Directory_${ids.next('audit')}`,
    activityDateTime: clock.iso(),
    activityDisplayName: event.activity,
    category: event.category,
    loggedByService: event.service,
    correlationId: ids.next('correlation'),
    operationType: event.operation,
    result: 'success',
    resultReason: '',
    initiatedBy: initiatorOf(event.actor),
    targetResources: event.targets.map(targetOf),
    additionalDetails: Object.entries(event.details ?? {}).map(([key, value]) => ({ key, value })),
    readableAtMs: clock.now() + switches.get('auditLatencyMs'),
  });
}

function initiatorOf(actor: Actor): unknown {
  switch (actor.kind) {
    case 'app':
      return {
        user: null,
        app: {
          appId: actor.appId,
          servicePrincipalId: actor.objectId,
          displayName: null,
          servicePrincipalName: null,
        },
      };
    case 'user':
      return {
        app: null,
        user: { id: actor.objectId, displayName: null, userPrincipalName: null, ipAddress: null },
      };
    case 'outside':
      return {
        app: null,
        user: { id: null, displayName: actor.name, userPrincipalName: actor.name, ipAddress: null },
      };
  }
}

function targetOf({ id, type, displayName, userPrincipalName, modified = {} }: AuditTarget): unknown {
  return {
    id,
    type,
    displayName,
    userPrincipalName: userPrincipalName ?? null,
    groupType: null,
    modifiedProperties: Object.entries(modified).map(([name, [before, after]]) => ({
      displayName: name,
      oldValue: JSON.stringify(before),
      newValue: JSON.stringify(after),
    })),
  };
}
