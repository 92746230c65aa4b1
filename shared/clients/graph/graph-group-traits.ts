import { z } from 'zod';
import { groupId } from '../../domain/ids';
import type { GroupTraits } from '../../domain/prepare/judge-group';

/** What is asked of a group to judge whether guests can be let in by it. */
export const GROUP_TRAITS =
  'id,displayName,securityEnabled,mailEnabled,groupTypes,onPremisesSyncEnabled,isAssignableToRole';

export const groupBody = z.looseObject({
  id: z.guid(),
  displayName: z.string().nullish(),
  securityEnabled: z.boolean().nullish(),
  mailEnabled: z.boolean().nullish(),
  groupTypes: z.array(z.string()).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
});

/** A group as the domain judges it; who manages its membership is another question, and its answer is given. */
export const groupTraits = (
  found: z.output<typeof groupBody>,
  isPackageManaged: boolean | null,
): GroupTraits => ({
  id: groupId(found.id),
  displayName: found.displayName ?? found.id,
  isSecurityEnabled: found.securityEnabled === true,
  isMailEnabled: found.mailEnabled === true,
  isDynamic: found.groupTypes?.includes('DynamicMembership') === true,
  isSynchronised: found.onPremisesSyncEnabled === true,
  isRoleAssignable: found.isAssignableToRole === true,
  isPackageManaged,
});
