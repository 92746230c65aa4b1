import type { GroupAdmin } from '../../../shared/clients/group-admin';
import type { GroupSighting, GroupWish } from '../../../shared/domain/prepare/plan-group';

/** Looks for a group by the id it is wanted by, or by its name. Throws as the port does. */
export async function readGroup(groups: GroupAdmin, { id, name }: GroupWish): Promise<GroupSighting> {
  return id === null
    ? { by: 'name', matches: await groups.findByName(name) }
    : { by: 'id', state: await groups.read(id) };
}
