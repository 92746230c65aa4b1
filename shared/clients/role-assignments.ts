import type { GroupId } from '../domain/ids';
import type { HeldRole } from '../domain/prepare/plan-orphans';
import type { RoleHolding } from '../domain/prepare/plan-role';

/** Azure role assignments. Used by people with their own sign-in, never by the service. */
export interface RoleAssignments {
  /** Roles the group itself holds at the scope, above and below it. */
  listHeld(scope: string, group: GroupId): Promise<RoleHolding[]>;
  /**
   * The group holds the role at the scope afterwards, by an assignment whose name is computed from the three, or by
   * one that somebody made under another name. Safe to repeat. Throws RetryableError('not-replicated') while Azure
   * does not know a new group yet.
   */
  ensure(scope: string, roleId: string, group: GroupId): Promise<void>;
  /** Assignments made at the scope itself, whoever holds them. */
  listAt(scope: string): Promise<HeldRole[]>;
  /** The assignment with this resource id is gone afterwards. Safe to repeat. */
  remove(assignment: string): Promise<void>;
}
