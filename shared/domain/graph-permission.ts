/** A part of the product that acts by an identity of its own. */
export type ServiceIdentity = 'runtime' | 'offboarding';

/** Who makes a call: a part of the product, or the person who runs a command that prepares. */
export type GraphIdentity = ServiceIdentity | 'operator';

/**
 * When a permission is granted. `observe`: from the first day, all of them read. `writes`: when somebody has looked at
 * what the product would change, and wants it.
 */
export type GrantStage = 'observe' | 'writes';

/** One call as an adapter tells it: method, version and path with names in braces. */
export type GraphCallTemplate = `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${'v1.0' | 'beta'}/${string}`;

/** One permission of Microsoft Graph: of the application kind for an identity of the service, delegated for the operator. */
export interface GraphPermission {
  /** The value of the app role on the service principal of Microsoft Graph. */
  permission: string;
  identity: GraphIdentity;
  stage: GrantStage;
  /**
   * Granted by Exchange for one mailbox, and not in the directory: there it would be for every mailbox of the tenant, and
   * the wider of the two counts (Role Based Access Control for Applications in Exchange Online, 2026).
   */
  isForOneMailbox?: true;
  /** Every call that needs it; never empty. */
  calls: readonly GraphCallTemplate[];
  /** What it is needed for. */
  why: string;
  /** What somebody could do with it who got hold of the identity. */
  abuse: string;
  /** What the product does when it is not granted. */
  without: string;
}
