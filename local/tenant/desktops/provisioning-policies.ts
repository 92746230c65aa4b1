import { z } from 'zod';
import { bodyOf, noContent, ok, param, type ApiReply } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { groupById } from '../directory/group-lookup';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { provisioningPolicies, type ProvisioningPolicy } from './cloud-pc';
import { reconcileGroup } from './follow-entitlements';

const BASE = '/deviceManagement/virtualEndpoint/provisioningPolicies';
const CONTEXT = 'deviceManagement/virtualEndpoint/provisioningPolicies';
const OPTIONS: CollectionOptions = {
  context: CONTEXT,
  type: 'cloudPcProvisioningPolicy',
  filterable: { displayName: { plain: ['eq', 'startswith'] }, id: { plain: ['eq'] } },
};
/** Graph v1.0 "List provisioningPolicies", "cloudPcProvisioningPolicy: assign". */
const READ = ['CloudPC.Read.All', 'CloudPC.ReadWrite.All'];

const assignBody = z.object({
  assignments: z.array(
    z.looseObject({
      target: z.looseObject({ '@odata.type': z.string().optional(), groupId: z.guid() }).nullable(),
    }),
  ),
});

/** Provisioning policies: list and get (with `$expand=assignments`), and assign, which takes the whole list. */
export function registerProvisioningPolicies(graph: GraphRoutes): void {
  graph.get(BASE, { permissions: READ }, (call) =>
    collectionReply(
      call,
      call.tenant.store
        .in(provisioningPolicies)
        .all()
        .map((policy) => view(call, policy)),
      OPTIONS,
    ),
  );
  graph.get(`${BASE}/{id}`, { permissions: READ }, (call) =>
    ok(entityBody(call, CONTEXT, view(call, policyOf(call)), OPTIONS)),
  );
  graph.get(`${BASE}/{id}/assignments`, { permissions: READ }, (call) =>
    collectionReply(call, assignmentsView(policyOf(call)), {
      context: `${CONTEXT}('${param(call, 'id')}')/assignments`,
      type: 'cloudPcProvisioningPolicyAssignment',
    }),
  );
  graph.post(`${BASE}/{id}/assign`, { permissions: ['CloudPC.ReadWrite.All'] }, assign);
}

function assign(call: GraphCall): ApiReply {
  const { tenant } = call;
  const policy = policyOf(call);
  const wanted = bodyOf(call, assignBody).assignments.map(({ target }) => target);
  if (
    wanted.some(
      (target) => target?.['@odata.type']?.includes('cloudPcManagementGroupAssignmentTarget') === false,
    )
  ) {
    throw badRequest(
      'The target of an assignment must be a cloudPcManagementGroupAssignmentTarget.',
      'badRequest',
    );
  }
  const groupIds = wanted.flatMap((target) =>
    target === null ? [] : [groupById(tenant, target.groupId).id],
  );
  const before = policy.assignments;
  const kept = tenant.switches.get('assignReplaces') ? [] : before.map(({ groupId }) => groupId);
  const assignments = [...new Set([...kept, ...groupIds])].map((groupId) => ({
    id: before.find((assignment) => assignment.groupId === groupId)?.id ?? `${policy.id}_${groupId}`,
    groupId,
  }));
  tenant.store.in(provisioningPolicies).put({ ...policy, assignments });
  for (const groupId of new Set([...before.map((assignment) => assignment.groupId), ...groupIds]))
    reconcileGroup(tenant, groupId);
  return noContent();
}

function policyOf(call: GraphCall): ProvisioningPolicy {
  const id = param(call, 'id').toLowerCase();
  const found = call.tenant.store.in(provisioningPolicies).get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

function view(call: GraphCall, policy: ProvisioningPolicy): Record<string, unknown> {
  const expands = call.query.get('$expand')?.includes('assignments') === true;
  return {
    id: policy.id,
    displayName: policy.displayName,
    description: policy.description,
    alternateResourceUrl: null,
    cloudPcGroupDisplayName: null,
    cloudPcNamingTemplate: 'CPC-%RAND:5%',
    enableSingleSignOn: policy.enableSingleSignOn,
    domainJoinConfigurations: [
      {
        domainJoinType: 'azureADJoin',
        regionName: 'westeurope',
        regionGroup: 'europeUnion',
        type: 'azureADJoin',
      },
    ],
    gracePeriodInHours: policy.gracePeriodInHours,
    imageDisplayName: policy.imageDisplayName,
    imageId: policy.imageId,
    imageType: 'gallery',
    localAdminEnabled: false,
    microsoftManagedDesktop: null,
    provisioningType: 'dedicated',
    windowsSetting: { locale: 'en-US' },
    autopatch: null,
    ...(expands ? { assignments: assignmentsView(policy) } : {}),
  };
}

function assignmentsView(policy: ProvisioningPolicy): Record<string, unknown>[] {
  return policy.assignments.map(({ id, groupId }) => ({
    id,
    target: {
      '@odata.type': '#microsoft.graph.cloudPcManagementGroupAssignmentTarget',
      groupId,
      servicePlanId: null,
    },
  }));
}
