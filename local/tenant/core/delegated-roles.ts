const ALL_POWERFUL = 'Global Administrator';
const APPLICATIONS = [
  'Application Administrator',
  'Cloud Application Administrator',
  'Privileged Role Administrator',
];
const GROUPS = ['Groups Administrator', 'User Administrator'];

/** First match wins; no roles: every signed-in user may, or the resource decides for itself. */
const WRITERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/(groups|users)\/[^/]+\/appRoleAssignments/i, APPLICATIONS],
  [/^\/groups\/[^/]+\/assignLicense$/i, ['License Administrator', ...GROUPS]],
  [/^\/groups/i, GROUPS],
  [/^\/users\/[^/]+\/sendMail$/i, []],
  [/^\/users/i, ['User Administrator']],
  [/^\/directory\/deletedItems/i, GROUPS],
  [/^\/roleManagement/i, ['Privileged Role Administrator']],
  [/^\/directory\/administrativeUnits/i, ['Privileged Role Administrator']],
  [/^\/servicePrincipals/i, APPLICATIONS],
  // GSA prerequisites: delegated callers need one of these two beside the permission.
  [/^\/networkAccess/i, ['Global Secure Access Administrator', 'Security Administrator']],
  [/^\/deviceManagement\/virtualEndpoint/i, ['Windows 365 Administrator', 'Intune Administrator']],
  [/^\/device(App)?Management/i, ['Intune Administrator']],
  [/^\/identity\/conditionalAccess/i, ['Conditional Access Administrator', 'Security Administrator']],
  [/^\/policies\/crossTenantAccessPolicy/i, ['Security Administrator']],
  [/^\/identityGovernance/i, ['Identity Governance Administrator']],
];

/**
 * The directory roles of which a signed-in user needs one, beside the delegated permission, to write at this
 * path (version left out); undefined where none is needed. The least privileged roles that the reference
 * pages name; roles for reading are not simulated.
 */
export function rolesForDelegatedWrite(path: string): readonly string[] | undefined {
  const roles = WRITERS.find(([pattern]) => pattern.test(path))?.[1] ?? [];
  return roles.length === 0 ? undefined : [ALL_POWERFUL, ...roles];
}
