import type { TenantContext } from '../core/tenant-context';
import type { DirectoryUser } from '../directory/directory-objects';
import { inboundAccessOf } from '../directory/inbound-access';
import { recordSignIn } from '../directory/sign-in-log';
import { conditionalAccessPolicies, type GrantControl } from './conditional-access-policy';
import { evaluatePolicies, refusals, type PolicyVerdict } from './evaluate-policies';
import { subjectOf, type SignInClaims } from './sign-in-subject';

export interface SignInRequest extends SignInClaims {
  appId: string;
  appDisplayName: string;
  clientAppType: 'browser' | 'mobileAppsAndDesktopClients';
}

export type SignInVerdict = { isAllowed: true } | { isAllowed: false; code: number; reason: string };

/** AADSTS numbers of the control that failed (Microsoft Entra authentication error codes). */
const CODES: Record<GrantControl, { code: number; reason: string }> = {
  block: { code: 53003, reason: 'Access has been blocked by Conditional Access policies.' },
  mfa: { code: 50076, reason: 'A second factor is needed to access this resource.' },
  compliantDevice: { code: 53000, reason: 'The device is not compliant.' },
  domainJoinedDevice: { code: 53001, reason: 'The device is not domain joined.' },
};

/** Lets the user in to the application or not, and writes the row of the sign-in log either way. */
export function judgeSignIn(
  tenant: TenantContext,
  user: DirectoryUser,
  request: SignInRequest,
): SignInVerdict {
  const verdicts = evaluatePolicies(
    tenant.store.in(conditionalAccessPolicies).all(),
    subjectOf(tenant, user, request),
    { applicationIds: [request.appId], clientAppType: request.clientAppType, platform: 'windows' },
  );
  const failure = accountFailure(tenant, user) ?? policyFailure(verdicts);
  recordSignIn(tenant, user, {
    appId: request.appId,
    appDisplayName: request.appDisplayName,
    clientAppUsed: request.clientAppType === 'browser' ? 'Browser' : 'Mobile Apps and Desktop clients',
    policies: verdicts
      .filter(({ applies }) => applies)
      .map(({ policy, result }) => ({ id: policy.id, displayName: policy.displayName, result })),
    ...(failure === undefined ? {} : { errorCode: failure.code, failureReason: failure.reason }),
  });
  return failure === undefined ? { isAllowed: true } : { isAllowed: false, ...failure };
}

function accountFailure(
  tenant: TenantContext,
  user: DirectoryUser,
): { code: number; reason: string } | undefined {
  if (!user.accountEnabled) return { code: 50057, reason: 'The user account is disabled.' };
  if (user.externalUserState === 'PendingAcceptance') {
    return { code: 90072, reason: 'The invitation has not been redeemed.' };
  }
  const isExternal = user.externalUserState !== null || user.redeemedBy !== undefined;
  if (isExternal && inboundAccessOf(tenant, user) === 'blocked') {
    return {
      code: 500213,
      reason: "The resource tenant's cross-tenant access policy does not allow this user.",
    };
  }
  return undefined;
}

function policyFailure(verdicts: readonly PolicyVerdict[]): { code: number; reason: string } | undefined {
  const unmet = refusals(verdicts).flatMap((verdict) => verdict.unmet);
  const worst = unmet.includes('block') ? 'block' : unmet[0];
  return worst === undefined ? undefined : CODES[worst];
}
