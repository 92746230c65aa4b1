import { z } from 'zod';
import type { ProvisioningPolicies } from '../provisioning-policies';
import type { GraphConnection } from './connect-graph';
import { requireSuccess } from './graph-answer';
import { graphPages } from './graph-pages';

const policy = z.looseObject({
  id: z.string(),
  displayName: z.string().nullish(),
  enableSingleSignOn: z.boolean().nullish(),
  assignments: z
    .array(z.looseObject({ target: z.looseObject({ groupId: z.string().nullish() }).nullish() }))
    .nullish(),
});

/**
 * {@link ProvisioningPolicies} over Microsoft Graph v1.0. Delegated permission: CloudPC.ReadWrite.All with the role
 * Windows 365 Administrator. Throws RetryableError or TerminalError.
 */
export function graphProvisioningPolicies(graph: GraphConnection): ProvisioningPolicies {
  return {
    list: async () => {
      const found = await graphPages(
        graph,
        {
          method: 'GET',
          pathTemplate: '/deviceManagement/virtualEndpoint/provisioningPolicies',
          query: { $expand: 'assignments' },
        },
        policy,
      );
      return found.map((one) => ({
        id: one.id,
        displayName: one.displayName ?? one.id,
        isSingleSignOn: one.enableSingleSignOn === true,
        groups: (one.assignments ?? []).flatMap(({ target }) => target?.groupId?.toLowerCase() ?? []),
      }));
    },
    // UNVERIFIED that the list replaces the one there is (facts, A7): whoever calls gives the whole list either way.
    assign: async (id, groups) => {
      const answer = await graph.ask({
        method: 'POST',
        pathTemplate: '/deviceManagement/virtualEndpoint/provisioningPolicies/{policy}/assign',
        ids: { policy: id },
        body: {
          assignments: groups.map((groupId) => ({
            target: { '@odata.type': 'microsoft.graph.cloudPcManagementGroupAssignmentTarget', groupId },
          })),
        },
      });
      requireSuccess(answer);
    },
  };
}
