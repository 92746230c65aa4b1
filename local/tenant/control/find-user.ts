import type { TenantContext } from '../core/tenant-context';
import { users, type DirectoryUser } from '../directory/directory-objects';
import { namesOf } from '../scenarios/scenario-names';
import { ControlFailure } from './control-failure';

/** A user by object id, mail, user principal name or scenario name; deleted ones too. */
export function findUser(tenant: TenantContext, reference: string): DirectoryUser {
  const table = tenant.store.in(users);
  const key = reference.toLowerCase();
  const named = namesOf(tenant, 'user').find((entry) => entry.name === reference)?.objectId;
  const candidates = [
    table.get(key),
    named === undefined ? undefined : table.get(named),
    ...table.by('userPrincipalName', key),
    ...table.by('mail', key),
  ];
  const known = candidates.filter((user) => user !== undefined);
  const found = known.find((user) => user.deletedDateTime === null) ?? known[0];
  if (found === undefined)
    throw new ControlFailure(
      `There is no user '${reference}' (object id, mail, user principal name or scenario name)`,
    );
  return found;
}
