import { conditionalAccessPolicies, policyConditions } from '../conditional-access/conditional-access-policy';
import type { TenantContext } from '../core/tenant-context';
import { servicePrincipals } from '../directory/directory-objects';
import { forwardingProfiles } from '../network-access/forwarding-profile';
import type { PolicySection } from './conditional-access-section';
import { objectIdOf, type NamedKind } from './scenario-names';
import type { Scenario } from './scenario-schema';

/** Conditional Access policies. */
export function layOutConditionalAccess(tenant: TenantContext, { conditionalAccess }: Scenario): void {
  for (const policy of conditionalAccess.policies) layOutPolicy(tenant, policy);
}

function layOutPolicy(tenant: TenantContext, policy: PolicySection): void {
  const ids = (kind: NamedKind, names: readonly string[]): string[] =>
    names.map((name) => objectIdOf(tenant, kind, name));
  tenant.store.in(conditionalAccessPolicies).put({
    id: policy.id ?? tenant.ids.named('conditionalAccessPolicy', policy.name),
    displayName: policy.displayName ?? policy.name,
    state: policy.state,
    conditions: policyConditions.parse({
      users: {
        includeUsers: [
          ...(policy.allUsers ? ['All'] : []),
          ...(policy.allGuests ? ['GuestsOrExternalUsers'] : []),
        ],
        excludeUsers: ids('user', policy.excludeUsers),
        includeGroups: ids('group', policy.includeGroups),
        excludeGroups: ids('group', policy.excludeGroups),
      },
      applications: {
        includeApplications: [
          ...policy.applications,
          ...policy.profiles.flatMap((name) => profileAppIds(tenant, name)),
        ],
      },
    }),
    grantControls: {
      operator: policy.operator,
      builtInControls: policy.controls,
      customAuthenticationFactors: [],
      termsOfUse: [],
    },
    sessionControls: null,
    createdDateTime: tenant.clock.iso(),
    modifiedDateTime: null,
  });
}

/** The application of a profile; a profile without a service principal has none that a policy could name. */
function profileAppIds(tenant: TenantContext, name: string): string[] {
  const profile = tenant.store.in(forwardingProfiles).get(objectIdOf(tenant, 'forwarding-profile', name));
  const principal = tenant.store.in(servicePrincipals).get(profile?.servicePrincipalId ?? '');
  return principal === undefined ? [] : [principal.appId];
}
