import type { TenantContext } from '../core/tenant-context';
import { groups, servicePrincipals } from '../directory/directory-objects';
import { namesOf } from '../scenarios/scenario-names';
import { principalOfApp } from '../sign-in/directory-principals';
import { findUser } from './find-user';

/** The object id of a group, an application or a user, by object id, scenario name, client id or mail. */
export function findPrincipalId(tenant: TenantContext, reference: string): string {
  const named = (['group', 'app', 'private-app'] as const).flatMap((kind) =>
    namesOf(tenant, kind).filter(({ name }) => name === reference),
  )[0]?.objectId;
  const id = reference.toLowerCase();
  const direct = tenant.store.in(groups).get(id)?.id ?? tenant.store.in(servicePrincipals).get(id)?.id;
  return named ?? direct ?? principalOfApp(tenant, id)?.id ?? findUser(tenant, reference).id;
}
