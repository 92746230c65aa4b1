import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import type { DirectoryUser } from './directory-objects';

export interface SignIn {
  id: string;
  createdDateTime: string;
  userId: string;
  userDisplayName: string;
  userPrincipalName: string;
  userType: 'guest' | 'member';
  appId: string;
  appDisplayName: string;
  resourceId: string;
  resourceDisplayName: string;
  clientAppUsed: string;
  isInteractive: boolean;
  ipAddress: string;
  homeTenantId: string;
  resourceTenantId: string;
  crossTenantAccessType: string;
  conditionalAccessStatus: 'success' | 'failure' | 'notApplied';
  appliedConditionalAccessPolicies: { id: string; displayName: string; result: string }[];
  status: { errorCode: number; failureReason: string; additionalDetails: string | null };
  correlationId: string;
  /** When the row can be read. Not shown by Graph. */
  readableAtMs: number;
}

export const signIns = collection<SignIn, 'user'>('signIns', { user: (row) => row.userId });

export interface SignInAttempt {
  appId: string;
  appDisplayName: string;
  clientAppUsed?: string;
  /** 0: signed in; else an AADSTS number, e.g. 53003 for "blocked by Conditional Access". */
  errorCode?: number;
  failureReason?: string;
  policies?: SignIn['appliedConditionalAccessPolicies'];
}

/** Writes one row of the sign-in log. The home tenant of a guest stands here and nowhere else in Graph. */
export function recordSignIn(tenant: TenantContext, user: DirectoryUser, attempt: SignInAttempt): SignIn {
  const { clock, ids, settings, store, switches } = tenant;
  return store.in(signIns).put({
    id: ids.next('signIn'),
    createdDateTime: clock.iso(),
    userId: user.id,
    userDisplayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    userType: user.userType === 'Guest' ? 'guest' : 'member',
    appId: attempt.appId,
    appDisplayName: attempt.appDisplayName,
    resourceId: attempt.appId,
    resourceDisplayName: attempt.appDisplayName,
    clientAppUsed: attempt.clientAppUsed ?? 'Browser',
    isInteractive: true,
    ipAddress: '203.0.113.7',
    ...homeOf(user, settings.tenant.id),
    resourceTenantId: settings.tenant.id,
    ...outcomeOf(attempt),
    correlationId: ids.next('correlation'),
    readableAtMs: clock.now() + switches.get('signInLogLatencyMs'),
  });
}

function homeOf(
  user: DirectoryUser,
  tenantId: string,
): Pick<SignIn, 'homeTenantId' | 'crossTenantAccessType'> {
  if (user.redeemedBy === undefined) return { homeTenantId: tenantId, crossTenantAccessType: 'none' };
  return { homeTenantId: user.redeemedBy.homeTenantId ?? '', crossTenantAccessType: 'b2bCollaboration' };
}

const BLOCKED_BY_POLICY = 53_003;

function outcomeOf({
  errorCode = 0,
  failureReason = errorCode === 0 ? 'Other.' : '',
  policies = [],
}: SignInAttempt): Pick<SignIn, 'conditionalAccessStatus' | 'appliedConditionalAccessPolicies' | 'status'> {
  const applied = errorCode === BLOCKED_BY_POLICY ? 'failure' : 'success';
  return {
    conditionalAccessStatus: policies.length === 0 ? 'notApplied' : applied,
    appliedConditionalAccessPolicies: policies,
    status: { errorCode, failureReason, additionalDetails: null },
  };
}
