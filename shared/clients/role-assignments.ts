import type { GroupId } from '../domain/ids';
import type { RoleHolding } from '../domain/prepare/plan-role';

/** Azure role assignments of groups. Used by people with their own sign-in, never by the service. */
export interface RoleAssignments {
  /** Roles the group itself holds at the scope, above and below it. */
  listHeld(scope: string, group: GroupId): Promise<RoleHolding[]>;
  /**
   * The group holds the role at the scope afterwards, by an assignment whose name is computed from the three, or by
   * one that somebody made under another name. Safe to repeat. Throws RetryableError('not-replicated') while Azure
   * does not know a new group yet.
   */
  ensure(scope: string, roleId: string, group: GroupId): Promise<void>;
}
