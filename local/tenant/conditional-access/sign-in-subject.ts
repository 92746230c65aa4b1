import type { TenantContext } from '../core/tenant-context';
import { entryInForce } from '../directory/cross-tenant-policy';
import type { DirectoryUser } from '../directory/directory-objects';
import { directoryRolesOf, roleTemplateId } from '../directory/directory-roles';
import { directGroupIds, transitiveGroupIds } from '../directory/membership';

/** Who signs in, as Conditional Access sees it. */
export interface SignInSubject {
  userId: string;
  /** Also through groups in groups (Conditional Access: Users, groups, agents, and workload identities, 24 March 2026). */
  groupIds: ReadonlySet<string>;
  roles: readonly string[];
  /** Null for the tenant's own members. */
  external: { type: string; tenantId: string | null } | null;
  /** What this sign-in can show, after what the partner's claims are worth here. */
  satisfied: ReadonlySet<'mfa' | 'compliantDevice' | 'domainJoinedDevice'>;
}

/** What the person brings: a second factor and a device of the home organisation. */
export interface SignInClaims {
  /** A second factor was shown, at home for an external user. */
  mfa: boolean;
  compliantDevice: boolean;
}

const OWN = { isMfaAccepted: true, isCompliantDeviceAccepted: true };

/** A user of the directory who signs in with these claims; claims from outside count as far as they are trusted. */
export function subjectOf(tenant: TenantContext, user: DirectoryUser, claims: SignInClaims): SignInSubject {
  const external = externalOf(tenant, user);
  const trust = external === null ? OWN : entryInForce(tenant, external.tenantId).inboundTrust;
  const roles = directoryRolesOf(tenant, user.id);
  const reach = tenant.switches.get('conditionalAccessFollowsNesting') ? transitiveGroupIds : directGroupIds;
  const satisfied = new Set<'mfa' | 'compliantDevice' | 'domainJoinedDevice'>();
  if (claims.mfa && trust?.isMfaAccepted === true) satisfied.add('mfa');
  if (claims.compliantDevice && trust?.isCompliantDeviceAccepted === true) satisfied.add('compliantDevice');
  return {
    userId: user.id,
    groupIds: new Set(reach(tenant, user.id)),
    // Policies name roles by template id; scenarios by name.
    roles: roles.flatMap((role) => [role, roleTemplateId(tenant, role)]),
    external,
    satisfied,
  };
}

function externalOf(tenant: TenantContext, user: DirectoryUser): SignInSubject['external'] {
  if (user.externalUserState === null && user.redeemedBy === undefined) {
    return user.userType === 'Guest' ? { type: 'internalGuest', tenantId: tenant.settings.tenant.id } : null;
  }
  const type = user.userType === 'Guest' ? 'b2bCollaborationGuest' : 'b2bCollaborationMember';
  return { type, tenantId: user.redeemedBy?.homeTenantId ?? null };
}
