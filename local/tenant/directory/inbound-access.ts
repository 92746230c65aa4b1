import type { TenantContext } from '../core/tenant-context';
import { entryInForce, type AccessTargets } from './cross-tenant-policy';
import type { DirectoryUser } from './directory-objects';
import { organisationOfMail } from './partner-organisations';
import { transitiveGroupIds } from './membership';

/** Whether cross-tenant access settings let this external user in. */
export function inboundAccessOf(tenant: TenantContext, user: DirectoryUser): 'allowed' | 'blocked' {
  const homeTenantId =
    user.redeemedBy?.homeTenantId ?? organisationOfMail(tenant, user.mail ?? '')?.tenantId ?? null;
  const setting = entryInForce(tenant, homeTenantId).b2bCollaborationInbound;
  if (setting === null) return 'allowed';
  const isUserIn = admits(setting.usersAndGroups, [
    'AllUsers',
    user.id,
    ...transitiveGroupIds(tenant, user.id),
  ]);
  return isUserIn && admits(setting.applications, ['AllApplications']) ? 'allowed' : 'blocked';
}

/** `allowed` admits the targets only, `blocked` everybody but the targets. */
function admits({ accessType, targets }: AccessTargets, names: readonly string[]): boolean {
  const isNamed = targets.some(({ target }) => names.includes(target));
  return accessType === 'allowed' ? isNamed : !isNamed;
}
