import { ok, param } from '../core/api-call';
import { resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { servicePrincipals, type ServicePrincipal } from '../directory/directory-objects';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { servicePrincipalView } from './service-principal-view';

/** Graph v1.0 "List servicePrincipals", "Get servicePrincipal". */
export const READ_APPLICATIONS = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const OPTIONS: CollectionOptions = {
  context: 'servicePrincipals',
  type: 'servicePrincipal',
  filterable: {
    id: { plain: ['eq', 'in'] },
    appId: { plain: ['eq', 'in'] },
    displayName: { plain: ['eq', 'startswith', 'in'] },
    servicePrincipalType: { plain: ['eq', 'in'] },
    accountEnabled: { plain: ['eq'] },
    'tags/any': { plain: ['eq'] },
    'tags/': { plain: ['eq'] },
  },
};

/** Both ways to name one service principal; what lies below is the same. */
export const PRINCIPAL_PATTERNS = ['/servicePrincipals/{id}', "/servicePrincipals(appId='{appId}')"] as const;

/** Service principals: list with filters, get by object id or `appId='..'`. */
export function registerServicePrincipals(graph: GraphRoutes): void {
  const options = { permissions: READ_APPLICATIONS };
  graph.get('/servicePrincipals', options, (call) =>
    collectionReply(call, call.tenant.store.in(servicePrincipals).all().map(servicePrincipalView), OPTIONS),
  );
  for (const pattern of PRINCIPAL_PATTERNS) {
    graph.get(pattern, options, (call) =>
      ok(entityBody(call, 'servicePrincipals', servicePrincipalView(servicePrincipalOf(call)), OPTIONS)),
    );
  }
}

/** The service principal named by the call's route, by object id or by `appId='..'`; 404 otherwise. */
export function servicePrincipalOf(call: GraphCall): ServicePrincipal {
  const table = call.tenant.store.in(servicePrincipals);
  const appId = call.params['appId'];
  const key = appId ?? param(call, 'id');
  const found = appId === undefined ? table.get(key.toLowerCase()) : table.by('appId', key.toLowerCase())[0];
  if (found === undefined) throw resourceNotFound(key);
  return found;
}
