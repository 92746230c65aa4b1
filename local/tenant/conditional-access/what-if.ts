import { z } from 'zod';
import { bodyOf, ok, type ApiReply } from '../core/api-call';
import { badRequest, notSimulated } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { userByKey } from '../directory/user-lookup';
import { conditionalAccessPolicies } from './conditional-access-policy';
import { evaluatePolicies, type PolicyVerdict } from './evaluate-policies';
import { policyView, READ_POLICIES } from './policies';
import { subjectOf, type SignInSubject } from './sign-in-subject';

/** conditionalAccessRoot: evaluate (beta page; the action is in the v1.0 metadata of Aug 2026). */
const whatIfBody = z.looseObject({
  signInIdentity: z.looseObject({
    '@odata.type': z.string(),
    userId: z.string().optional(),
    externalTenantId: z.string().nullish(),
    externalUserType: z.string().nullish(),
  }),
  signInContext: z.looseObject({
    '@odata.type': z.string(),
    includeApplications: z.array(z.string()).optional(),
  }),
  signInConditions: z
    .looseObject({ clientAppType: z.string().optional(), devicePlatform: z.string().optional() })
    .nullish(),
  appliedPoliciesOnly: z.boolean().nullish(),
});

/** Which policies would apply to a sign-in, without one. */
export function registerWhatIf(graph: GraphRoutes): void {
  graph.post(
    '/identity/conditionalAccess/evaluate',
    { permissions: READ_POLICIES, limit: 'conditional-access', countsAsWrite: false },
    whatIf,
  );
}

function whatIf(call: GraphCall): ApiReply {
  const body = bodyOf(call, whatIfBody, 'BadRequest');
  const applicationIds = body.signInContext.includeApplications;
  if (applicationIds === undefined)
    throw notSimulated(call.method, call.url, body.signInContext['@odata.type']);
  const verdicts = evaluatePolicies(
    call.tenant.store.in(conditionalAccessPolicies).all(),
    subjectAsked(call, body.signInIdentity),
    {
      applicationIds,
      clientAppType: body.signInConditions?.clientAppType,
      platform: body.signInConditions?.devicePlatform,
    },
  );
  const shown = body.appliedPoliciesOnly === true ? verdicts.filter(({ applies }) => applies) : verdicts;
  return ok({
    '@odata.context': `${call.baseUrl}/$metadata#Collection(microsoft.graph.whatIfAnalysisResult)`,
    value: shown.map(resultView),
  });
}

/** A user of the directory, or an outsider described by tenant and type only. */
function subjectAsked(
  call: GraphCall,
  identity: z.output<typeof whatIfBody>['signInIdentity'],
): SignInSubject {
  if (!identity['@odata.type'].endsWith('userSignIn'))
    throw notSimulated(call.method, call.url, identity['@odata.type']);
  const { userId, externalTenantId, externalUserType } = identity;
  const external =
    externalUserType == null ? null : { type: externalUserType, tenantId: externalTenantId ?? null };
  if (userId !== undefined) {
    const known = subjectOf(call.tenant, userByKey(call.tenant, userId), {
      mfa: true,
      compliantDevice: false,
    });
    return { ...known, external: external ?? known.external };
  }
  if (external === null)
    throw badRequest('signInIdentity must name a userId or an externalUserType.', 'BadRequest');
  return { userId: '', groupIds: new Set(), roles: [], external, satisfied: new Set() };
}

function resultView({ policy, applies }: PolicyVerdict): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.whatIfAnalysisResult',
    ...policyView(policy),
    policyApplies: applies,
    // Which of the reasons the service would give is not simulated.
    analysisReasons: applies ? 'notSet' : 'notEnoughInformation',
  };
}
