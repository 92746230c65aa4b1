/** An app of the tenant that offers app roles to others, as Microsoft Graph does. */
export interface RoleResource {
  /** Object id of its service principal. */
  id: string;
  /** App roles it offers to applications and that are enabled: id by value. */
  roles: ReadonlyMap<string, string>;
}

/** A service principal, as somebody has to see it before giving it power. */
export interface Principal {
  id: string;
  displayName: string;
  /** A managed identity has no secret that could be taken along. */
  isManagedIdentity: boolean;
}

/** An app role that a principal holds on a resource. */
export interface HeldAppRole {
  assignmentId: string;
  resourceId: string;
  /** Name of the resource, for people. */
  resourceName: string;
  appRoleId: string;
}

/** A role of the directory that a principal holds. */
export interface HeldDirectoryRole {
  assignmentId: string;
  /** Template id of a built-in role. */
  roleId: string;
  roleName: string;
  /** `/` for the whole tenant, or `/administrativeUnits/{id}`. */
  scope: string;
}

/**
 * What applications may do in the tenant, read and changed with the sign-in of the person who asks. Nobody else may:
 * no identity of the service holds these rights. Every method throws RetryableError or TerminalError.
 */
export interface AppPermissions {
  /** The app of this client id with what it offers; undefined = it is not in the tenant. */
  readResource(appId: string): Promise<RoleResource | undefined>;
  /** Undefined = there is no service principal of this object id. */
  readPrincipal(id: string): Promise<Principal | undefined>;
  /** Every app role the principal holds, on whatever resource. */
  listAppRoles(principalId: string): Promise<HeldAppRole[]>;
  /** Present afterwards, seen by reading it back. Safe to repeat. */
  ensureAppRole(principalId: string, resourceId: string, appRoleId: string): Promise<'changed' | 'unchanged'>;
  /** Absent afterwards; not found counts as absent. Safe to repeat. */
  removeAppRole(resourceId: string, assignmentId: string): Promise<'changed' | 'unchanged'>;
  /** Every role of the directory the principal holds, in whatever scope. */
  listDirectoryRoles(principalId: string): Promise<HeldDirectoryRole[]>;
  /** As {@link ensureAppRole}, for a built-in role of the directory within `scope`. */
  ensureDirectoryRole(principalId: string, roleId: string, scope: string): Promise<'changed' | 'unchanged'>;
}
