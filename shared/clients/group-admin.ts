import type { GroupId } from '../domain/ids';
import type { GroupTraits } from '../domain/prepare/judge-group';

/** Groups as things to be made. Used by people with their own sign-in, never by the service. */
export interface GroupAdmin {
  /** The group of this id; `soft-deleted` = it can be restored for 30 days. May lag behind a write. */
  read(group: GroupId): Promise<GroupTraits | 'soft-deleted' | 'absent'>;
  /** Groups with this unique name or, if there is none, with this mail nickname. */
  findByName(name: string): Promise<GroupTraits[]>;
  /**
   * Makes an assigned security group whose unique name, display name and mail nickname are as given, or leaves the
   * one there is. Safe to repeat; read back to learn the id.
   */
  ensure(name: string, description: string): Promise<void>;
}
