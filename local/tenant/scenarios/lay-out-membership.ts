import type { TenantContext } from '../core/tenant-context';
import { memberships, type MemberType } from '../directory/directory-objects';

/** Puts somebody into a group while the scenario is laid out: nobody is told. */
export function layOutMembership(
  tenant: TenantContext,
  groupId: string,
  memberId: string,
  memberType: MemberType,
): void {
  const id = `${groupId}/${memberId}`;
  tenant.store.in(memberships).put({ id, groupId, memberId, memberType, addedAtMs: tenant.clock.now() });
}
