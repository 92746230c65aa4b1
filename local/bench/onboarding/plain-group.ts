import type { GroupId } from '../../../shared/domain/ids';
import type { GroupTraits } from '../../../shared/domain/prepare/judge-group';

/** A security group that guests can be let in by. */
export const plainGroup = (id: GroupId): GroupTraits => ({
  id,
  displayName: id,
  isSecurityEnabled: true,
  isMailEnabled: false,
  isDynamic: false,
  isSynchronised: false,
  isRoleAssignable: false,
  isPackageManaged: null,
});
