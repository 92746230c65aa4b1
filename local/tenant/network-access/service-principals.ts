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

/** Service principals: list with filters, get by object id or `appId='..'`. */
export function registerServicePrincipals(graph: GraphRoutes): void {
  const options = { permissions: READ_APPLICATIONS };
  graph.get('/servicePrincipals', options, (call) =>
    collectionReply(call, call.tenant.store.in(servicePrincipals).all().map(servicePrincipalView), OPTIONS),
  );
  graph.get("/servicePrincipals(appId='{appId}')", options, (call) =>
    reply(
      call,
      call.tenant.store.in(servicePrincipals).by('appId', param(call, 'appId').toLowerCase())[0],
      'appId',
    ),
  );
  graph.get('/servicePrincipals/{id}', options, (call) => reply(call, servicePrincipalOf(call), 'id'));
}

function reply(call: GraphCall, found: ServicePrincipal | undefined, key: string): ReturnType<typeof ok> {
  if (found === undefined) throw resourceNotFound(param(call, key));
  return ok(entityBody(call, 'servicePrincipals', servicePrincipalView(found), OPTIONS));
}

/** The service principal named by the call's route; 404 otherwise. */
export function servicePrincipalOf(call: GraphCall): ServicePrincipal {
  const id = param(call, 'id').toLowerCase();
  const found = call.tenant.store.in(servicePrincipals).get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}
