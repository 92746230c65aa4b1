import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import type { ApiReply } from '../core/api-call';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { directoryAudits } from './audit-log';
import { signIns } from './sign-in-log';

/** `AuditLog.Read.All` is not on a Microsoft page we have; 5 requests in 10 s per application and tenant. */
const REPORT = { permissions: ['AuditLog.Read.All', 'Directory.Read.All'], limit: 'audit-reports' } as const;

/** Filters of the directoryAudit resource page. */
const AUDITS: CollectionOptions = {
  context: 'auditLogs/directoryAudits',
  type: 'directoryAudit',
  pageSize: 1000,
  maxPageSize: 1000,
  filterable: {
    activityDateTime: { plain: ['eq', 'ge', 'gt', 'le', 'lt'] },
    activityDisplayName: { plain: ['eq', 'startswith'] },
    loggedByService: { plain: ['eq'] },
    category: { plain: ['eq'] },
    correlationId: { plain: ['eq'] },
    'targetResources/id': { plain: ['eq'] },
    'targetResources/displayName': { plain: ['eq', 'startswith'] },
  },
};

/** Filters of the signIn resource page. */
const SIGN_INS: CollectionOptions = {
  context: 'auditLogs/signIns',
  type: 'signIn',
  pageSize: 1000,
  maxPageSize: 1000,
  filterable: {
    createdDateTime: { plain: ['eq', 'ge', 'gt', 'le', 'lt'] },
    userId: { plain: ['eq'] },
    userPrincipalName: { plain: ['eq', 'startswith'] },
    appId: { plain: ['eq'] },
    appDisplayName: { plain: ['eq', 'startswith'] },
    'status/errorCode': { plain: ['eq'] },
    resourceId: { plain: ['eq'] },
    resourceDisplayName: { plain: ['eq'] },
    clientAppUsed: { plain: ['eq'] },
    conditionalAccessStatus: { plain: ['eq'] },
    correlationId: { plain: ['eq'] },
    isInteractive: { plain: ['eq'] },
    homeTenantId: { plain: ['eq'] },
  },
};

/** `/auditLogs/directoryAudits` and `/auditLogs/signIns`; rows can be read some minutes after they were written. */
export function registerAuditReports(graph: GraphRoutes): void {
  graph.get('/auditLogs/directoryAudits', REPORT, (call) => {
    const rows = call.tenant.store.in(directoryAudits).all();
    return newestFirst(
      call,
      rows.map((row) => ({ row, at: row.activityDateTime })),
      AUDITS,
    );
  });
  graph.get('/auditLogs/signIns', REPORT, (call) => {
    const rows = call.tenant.store.in(signIns).all();
    const options = showsHomeTenant(call) ? SIGN_INS : withoutHomeTenant(SIGN_INS);
    const shown = rows.map((row) =>
      showsHomeTenant(call) ? row : { ...row, homeTenantId: undefined, crossTenantAccessType: undefined },
    );
    return newestFirst(
      call,
      shown.map((row) => ({ row, at: row.createdDateTime })),
      options,
    );
  });
}

function newestFirst(
  call: GraphCall,
  rows: readonly { row: { readableAtMs: number }; at: string }[],
  options: CollectionOptions,
): ApiReply {
  const nowMs = call.tenant.clock.now();
  const readable = rows.filter(({ row }) => row.readableAtMs <= nowMs).reverse();
  const shown = readable.map(({ row }) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'readableAtMs')),
  );
  return collectionReply(call, shown, options);
}

function showsHomeTenant(call: GraphCall): boolean {
  return call.version === 'beta' || call.tenant.switches.get('signInHomeTenantInV1');
}

function withoutHomeTenant(options: CollectionOptions): CollectionOptions {
  const filterable = Object.fromEntries(
    Object.entries(options.filterable ?? {}).filter(([name]) => name !== 'homeTenantId'),
  );
  return { ...options, filterable };
}
