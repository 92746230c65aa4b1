import { z } from 'zod';
import { bodyOf, noContent } from '../core/api-call';
import type { GraphRoutes } from '../core/graph-routes';
import { servicePrincipals } from '../directory/directory-objects';
import { forwardingProfiles } from './forwarding-profile';
import { servicePrincipalOf } from './service-principals';

/** Graph v1.0 "Update servicePrincipal"; of it only whether an assignment is required. */
const body = z.strictObject({ appRoleAssignmentRequired: z.boolean() });

/**
 * INFERRED: a profile is for all users while its application requires no assignment. No page says so; the product has
 * it behind one adapter function.
 */
export function registerServicePrincipalChanges(graph: GraphRoutes): void {
  graph.patch('/servicePrincipals/{id}', { permissions: ['Application.ReadWrite.All'] }, (call) => {
    const principal = servicePrincipalOf(call);
    const { appRoleAssignmentRequired } = bodyOf(call, body);
    const { store } = call.tenant;
    store.in(servicePrincipals).put({ ...principal, appRoleAssignmentRequired });
    for (const profile of store.in(forwardingProfiles).all()) {
      if (profile.servicePrincipalId !== principal.id) continue;
      store.in(forwardingProfiles).put({ ...profile, assignedToAllUsers: !appRoleAssignmentRequired });
    }
    return noContent();
  });
}
