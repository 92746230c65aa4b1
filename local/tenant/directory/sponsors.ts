import { z } from 'zod';
import { bodyOf, noContent, param, type ApiReply } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply } from '../odata/collection-reply';
import { users } from './directory-objects';
import { directoryObjectView } from './directory-object-view';
import { visible } from './replication';
import { userByKey } from './user-lookup';
import { userCollection, userView } from './user-view';
import { updateUser } from './user-writes';

const READ = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const WRITE = { permissions: ['User.ReadWrite.All', 'Directory.ReadWrite.All'] };
/** A guest has no more sponsors than this (Graph v1.0, "Add sponsor"). */
const MOST_SPONSORS = 5;

const reference = z.looseObject({ '@odata.id': z.string() });

/** `/users/{id}/sponsors`: list, add by reference, remove by reference. Groups as sponsors are not simulated. */
export function registerSponsors(graph: GraphRoutes): void {
  graph.get('/users/{id}/sponsors', { permissions: READ }, listSponsors);
  graph.post('/users/{id}/sponsors/$ref', WRITE, addSponsor);
  graph.delete('/users/{id}/sponsors/{sponsorId}/$ref', WRITE, removeSponsor);
}

function listSponsors(call: GraphCall): ApiReply {
  const { sponsorIds } = userByKey(call.tenant, param(call, 'id'));
  const views = sponsorIds
    .map((id) => visible(call.tenant, users, id))
    .filter((user) => user !== undefined)
    .filter((user) => user.deletedDateTime === null)
    .map((user) => ({ '@odata.type': '#microsoft.graph.user', ...userView(user) }));
  return collectionReply(call, views, { ...userCollection, context: 'directoryObjects' });
}

function addSponsor(call: GraphCall): ApiReply {
  const user = userByKey(call.tenant, param(call, 'id'));
  const text = bodyOf(call, reference)['@odata.id'];
  const id = /\/(?:directoryObjects|users)\/([0-9a-f-]{36})\/?$/i.exec(text)?.[1]?.toLowerCase();
  if (id === undefined) throw badRequest(`Invalid URL format specified in @odata.id: '${text}'.`);
  if (directoryObjectView(call.tenant, id, call.caller)?.['@odata.type'] !== '#microsoft.graph.user')
    throw resourceNotFound(id);
  if (user.sponsorIds.includes(id)) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'sponsors'.",
    );
  }
  if (user.sponsorIds.length >= MOST_SPONSORS)
    throw badRequest(`A user cannot have more than ${MOST_SPONSORS} sponsors.`);
  updateUser(call.tenant, user, { sponsorIds: [...user.sponsorIds, id] }, call.caller);
  return noContent();
}

function removeSponsor(call: GraphCall): ApiReply {
  const user = userByKey(call.tenant, param(call, 'id'));
  const id = param(call, 'sponsorId').toLowerCase();
  if (!user.sponsorIds.includes(id)) throw resourceNotFound(id);
  updateUser(
    call.tenant,
    user,
    { sponsorIds: user.sponsorIds.filter((sponsor) => sponsor !== id) },
    call.caller,
  );
  return noContent();
}
