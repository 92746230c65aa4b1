import type { GroupId } from '../ids';

/** What of a group decides whether guests can be let in by it. */
export interface GroupTraits {
  id: GroupId;
  displayName: string;
  isSecurityEnabled: boolean;
  isMailEnabled: boolean;
  isDynamic: boolean;
  /** Its members come from an on-premises directory. */
  isSynchronised: boolean;
  isRoleAssignable: boolean;
  /** Whether an access package gives out membership of it; null = could not be read. */
  isPackageManaged: boolean | null;
}

/**
 * Why guests cannot be let in by membership of this group; null = they can. Sources: Add members (Graph v1.0: not in
 * dynamic, not in synchronised groups), Use Microsoft Entra groups to manage role assignments (GroupMember.ReadWrite.All
 * does not reach role-assignable groups), Assign users and groups to traffic forwarding profiles (21 Feb 2025:
 * security groups).
 */
export function groupRefusal(group: GroupTraits): string | null {
  if (group.isDynamic)
    return 'its membership is dynamic: a rule decides who is in it, so nobody can be added';
  if (group.isSynchronised)
    return 'it is synchronised from an on-premises directory: its members can be changed only there';
  if (group.isRoleAssignable)
    return 'it is role-assignable: the service cannot change its members, and should not be able to';
  if (group.isMailEnabled)
    return 'it is mail-enabled: use a security group, which carries roles and profiles and nothing else';
  if (!group.isSecurityEnabled)
    return 'it is no security group: no role and no profile can be assigned to it';
  if (group.isPackageManaged === true)
    return 'an access package gives out its membership: entitlement management and Gatehouse would undo each other';
  return null;
}
