import { z } from 'zod';
import { bodyOf, created, noContent, ok, param, type ApiReply } from '../core/api-call';
import { badRequest, notSimulated, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import {
  conditionalAccessPolicies,
  grantControls,
  policyConditions,
  policyState,
  type ConditionalAccessPolicy,
} from './conditional-access-policy';

const BASE = '/identity/conditionalAccess/policies';
const CONTEXT = 'identity/conditionalAccess/policies';
const OPTIONS: CollectionOptions = {
  context: CONTEXT,
  type: 'conditionalAccessPolicy',
  filterable: {
    displayName: { plain: ['eq', 'startswith'] },
    state: { plain: ['eq'] },
    id: { plain: ['eq'] },
  },
};
/** Graph v1.0 "List policies", "Create conditionalAccessPolicy". */
export const READ_POLICIES = [
  'Policy.Read.ConditionalAccess',
  'Policy.Read.All',
  'Policy.ReadWrite.ConditionalAccess',
];
const WRITE = [['Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess']];
// Microsoft Entra service limits, Jan 2026.
const MOST_POLICIES = 195;

const newPolicy = z.strictObject({
  '@odata.type': z.string().optional(),
  displayName: z.string().min(1),
  state: policyState,
  conditions: policyConditions,
  grantControls,
  sessionControls: z.record(z.string(), z.unknown()).nullable().default(null),
});

/** Conditional Access policies. All calls share one request a second per tenant, and a refusal gives no Retry-After. */
export function registerConditionalAccessPolicies(graph: GraphRoutes): void {
  const limit = 'conditional-access' as const;
  graph.get(BASE, { permissions: READ_POLICIES, limit }, (call) =>
    collectionReply(call, call.tenant.store.in(conditionalAccessPolicies).all().map(policyView), OPTIONS),
  );
  graph.get(`${BASE}/{id}`, { permissions: READ_POLICIES, limit }, (call) =>
    ok(entityBody(call, CONTEXT, policyView(policyOf(call)), OPTIONS)),
  );
  graph.post(BASE, { permissions: WRITE, limit }, createPolicy);
  graph.patch(`${BASE}/{id}`, { permissions: WRITE, limit }, patchPolicy);
  graph.delete(`${BASE}/{id}`, { permissions: WRITE, limit }, (call) => {
    call.tenant.store.in(conditionalAccessPolicies).delete(policyOf(call).id);
    return noContent();
  });
}

function createPolicy(call: GraphCall): ApiReply {
  const { tenant } = call;
  refuseUnjudged(call);
  if (tenant.store.in(conditionalAccessPolicies).size >= MOST_POLICIES) {
    throw badRequest(`The maximum number of policies, ${MOST_POLICIES}, has been reached.`, 'BadRequest');
  }
  const {
    displayName,
    state,
    conditions,
    grantControls: grant,
    sessionControls,
  } = bodyOf(call, newPolicy, 'BadRequest');
  const policy = tenant.store.in(conditionalAccessPolicies).put({
    id: tenant.ids.next('conditionalAccessPolicy'),
    displayName,
    state,
    conditions,
    grantControls: grant,
    sessionControls,
    createdDateTime: tenant.clock.iso(),
    modifiedDateTime: null,
  });
  return created({ '@odata.context': `${call.baseUrl}/$metadata#${CONTEXT}/$entity`, ...policyView(policy) });
}

/** The parts given replace the parts stored; inside `conditions` likewise, one by one. */
function patchPolicy(call: GraphCall): ApiReply {
  const policy = policyOf(call);
  refuseUnjudged(call);
  const given = (call.body ?? {}) as Record<string, unknown>;
  const conditions = {
    ...policy.conditions,
    ...(given['conditions'] as Record<string, unknown> | undefined),
  };
  const { displayName: name, state: before, grantControls: held, sessionControls: kept } = policy;
  const stored = { displayName: name, state: before, grantControls: held, sessionControls: kept };
  const whole = newPolicy.safeParse({ ...stored, ...given, conditions });
  if (!whole.success)
    throw badRequest(`Invalid policy: ${whole.error.issues[0]?.message ?? ''}`, 'BadRequest');
  const { displayName, state, grantControls: grant, sessionControls, conditions: next } = whole.data;
  call.tenant.store.in(conditionalAccessPolicies).put({
    id: policy.id,
    displayName,
    state,
    conditions: next,
    grantControls: grant,
    sessionControls,
    createdDateTime: policy.createdDateTime,
    modifiedDateTime: call.tenant.clock.iso(),
  });
  return noContent();
}

const conditionsAsked = z.looseObject({ conditions: z.record(z.string(), z.unknown()).optional() });
const UNJUDGED = [
  'locations',
  'devices',
  'signInRiskLevels',
  'userRiskLevels',
  'servicePrincipalRiskLevels',
  'insiderRiskLevels',
  'clientApplications',
  'authenticationFlows',
];

/** A condition that simulated sign-ins cannot judge would make every later answer a guess: 501. */
function refuseUnjudged(call: GraphCall): void {
  const { conditions = {} } = bodyOf(call, conditionsAsked, 'BadRequest');
  const found = UNJUDGED.find((name) => {
    const value = conditions[name];
    return value != null && !(Array.isArray(value) && value.length === 0);
  });
  if (found !== undefined) throw notSimulated(call.method, call.url, `condition ${found}`);
}

function policyOf(call: GraphCall): ConditionalAccessPolicy {
  const id = param(call, 'id').toLowerCase();
  const found = call.tenant.store.in(conditionalAccessPolicies).get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

/** The policy as Graph shows it. */
export function policyView(policy: ConditionalAccessPolicy): Record<string, unknown> {
  return { ...policy, templateId: null };
}
