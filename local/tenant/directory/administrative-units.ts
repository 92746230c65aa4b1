import { z } from 'zod';
import { bodyOf, created, noContent, ok, param, type ApiReply } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { administrativeUnits, unitMemberships, type AdministrativeUnit } from './administrative-unit';
import { directoryObjectView, memberTypeOf } from './directory-object-view';
import { memberCollection } from './group-members';
import { unitView } from './role-views';

/** Graph v1.0 "List administrativeUnits", "Create administrativeUnit", "Add a member". */
const READ = {
  permissions: [
    'AdministrativeUnit.Read.All',
    'AdministrativeUnit.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
};
const WRITE = { permissions: ['AdministrativeUnit.ReadWrite.All', 'Directory.ReadWrite.All'] };
const BASE = '/directory/administrativeUnits';
const OPTIONS: CollectionOptions = {
  context: 'directory/administrativeUnits',
  type: 'administrativeUnit',
  filterable: { displayName: { plain: ['eq', 'startswith'] }, id: { plain: ['eq', 'in'] } },
};

const newUnit = z.strictObject({ displayName: z.string().min(1), description: z.string().nullish() });
const reference = z.looseObject({ '@odata.id': z.string() });

/** Administrative units with assigned members: they bound the power of a directory role to some objects. */
export function registerAdministrativeUnits(graph: GraphRoutes): void {
  graph.get(BASE, READ, (call) => {
    const units = call.tenant.store.in(administrativeUnits).all();
    return collectionReply(
      call,
      units.map(({ id }) => unitView(call.tenant, id)).filter((view) => view !== undefined),
      OPTIONS,
    );
  });
  graph.get(`${BASE}/{id}`, READ, (call) => ok(unitBody(call, unitOf(call).id)));
  graph.post(BASE, WRITE, (call) => {
    const { displayName, description = null } = bodyOf(call, newUnit);
    const id = call.tenant.ids.next('administrativeUnit');
    call.tenant.store.in(administrativeUnits).put({ id, displayName, description });
    return created(unitBody(call, id));
  });
  graph.get(`${BASE}/{id}/members`, READ, membersReply);
  graph.post(`${BASE}/{id}/members/$ref`, WRITE, addMember);
  graph.delete(`${BASE}/{id}/members/{memberId}/$ref`, WRITE, (call) => {
    const memberId = param(call, 'memberId').toLowerCase();
    const isGone = call.tenant.store.in(unitMemberships).delete(`${unitOf(call).id}/${memberId}`);
    if (!isGone) throw resourceNotFound(memberId);
    return noContent();
  });
}

function membersReply(call: GraphCall): ApiReply {
  const views = call.tenant.store
    .in(unitMemberships)
    .by('unit', unitOf(call).id)
    .map(({ memberId }) => directoryObjectView(call.tenant, memberId, call.caller))
    .filter((view) => view !== undefined);
  return collectionReply(call, views, memberCollection);
}

function addMember(call: GraphCall): ApiReply {
  const unitId = unitOf(call).id;
  const text = bodyOf(call, reference)['@odata.id'];
  const memberId = /([0-9a-f-]{36})$/i.exec(text)?.[1]?.toLowerCase() ?? '';
  if (memberTypeOf(call.tenant, memberId) === undefined) throw resourceNotFound(memberId);
  const id = `${unitId}/${memberId}`;
  if (call.tenant.store.in(unitMemberships).get(id) !== undefined)
    throw badRequest('A conflicting object with one or more of the specified property values is present.');
  call.tenant.store.in(unitMemberships).put({ id, unitId, memberId });
  return noContent();
}

function unitOf(call: GraphCall): AdministrativeUnit {
  const id = param(call, 'id').toLowerCase();
  const found = call.tenant.store.in(administrativeUnits).get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

function unitBody(call: GraphCall, id: string): Record<string, unknown> {
  const context = `${call.baseUrl}/$metadata#directory/administrativeUnits/$entity`;
  return { '@odata.context': context, ...unitView(call.tenant, id) };
}
