import type { TenantContext } from '../core/tenant-context';
import { servicePrincipals, type ServicePrincipal } from '../directory/directory-objects';
import { namesOf } from '../scenarios/scenario-names';
import { principalOfApp } from '../sign-in/directory-principals';
import { ControlFailure } from './control-failure';

/** An application by scenario name or client id. */
export function findApp(tenant: TenantContext, reference: string): ServicePrincipal | undefined {
  const id = namesOf(tenant, 'app').find((entry) => entry.name === reference)?.objectId ?? '';
  return tenant.store.in(servicePrincipals).get(id) ?? principalOfApp(tenant, reference);
}

/** The same, or a failure that says what was looked for. */
export function requiredApp(tenant: TenantContext, reference: string): ServicePrincipal {
  const found = findApp(tenant, reference);
  if (found === undefined)
    throw new ControlFailure(`There is no application '${reference}' (scenario name or client id)`);
  return found;
}
