import { z } from 'zod';
import { bodyOf, ok, param } from '../core/api-call';
import { resourceNotFound } from '../core/api-error';
import type { GraphRoutes } from '../core/graph-routes';
import { selected } from '../odata/select';
import { directoryObjectView } from './directory-object-view';
import { memberCollection } from './group-members';

const READ = [
  'User.Read.All',
  'Group.Read.All',
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Application.Read.All',
  'Device.Read.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const body = z.looseObject({
  ids: z.array(z.string()).min(1).max(1000),
  types: z.array(z.string()).optional(),
});

/** `POST /directoryObjects/getByIds` (up to 1,000 ids; unknown ids are left out) and get one. */
export function registerDirectoryObjects(graph: GraphRoutes): void {
  graph.post(
    '/directoryObjects/getByIds',
    {
      permissions: READ,
      resourceUnits: ({ switches }) => switches.get('getByIdsUnits'),
      countsAsWrite: false,
    },
    (call) => {
      const { ids, types } = bodyOf(call, body);
      const wanted = types?.map((type) => `#microsoft.graph.${type}`);
      const found = ids
        .map((id) => directoryObjectView(call.tenant, id.toLowerCase(), call.caller))
        .filter((view) => view !== undefined)
        .filter((view) => wanted?.includes(String(view['@odata.type'])) ?? true);
      return ok({
        '@odata.context': `${call.baseUrl}/$metadata#directoryObjects`,
        value: found.map((view) => selected(call, view, memberCollection)),
      });
    },
  );
  graph.get('/directoryObjects/{id}', { permissions: READ }, (call) => {
    const view = directoryObjectView(call.tenant, param(call, 'id').toLowerCase(), call.caller);
    if (view === undefined) throw resourceNotFound(param(call, 'id'));
    return ok({
      '@odata.context': `${call.baseUrl}/$metadata#directoryObjects/$entity`,
      ...selected(call, view, memberCollection),
    });
  });
}
