import { z } from 'zod';
import { guestId } from '../../domain/ids';
import type { PartnerBlock } from '../partner-block';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { graphConditionalAccessPolicies } from './graph-conditional-access-policies';
import { isDirectoryAbsence } from './graph-failures';
import { graphGroupMembers } from './graph-group-members';

const nesting = z.looseObject({
  securityEnabled: z.boolean().nullish(),
  groupTypes: z.array(z.string()).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
});

/**
 * {@link PartnerBlock} over Microsoft Graph v1.0. Permissions: Policy.Read.All, Group.Read.All,
 * GroupMember.ReadWrite.All. A group is a member like any other directory object (Graph, Add members), so its
 * reference is written and read as a user's is. Every method is safe to repeat; throws RetryableError or TerminalError.
 */
export function graphPartnerBlock(graph: GraphConnection): PartnerBlock {
  const members = graphGroupMembers(graph);
  return {
    listPolicies: () => graphConditionalAccessPolicies(graph).list(),
    readNesting: async (group) => {
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: '/groups/{group}',
        ids: { group },
        query: { $select: 'id,securityEnabled,groupTypes,onPremisesSyncEnabled,isAssignableToRole' },
      });
      if (isDirectoryAbsence(answer)) return undefined;
      const found = readBody(answer, nesting);
      return {
        isSecurityEnabled: found.securityEnabled === true,
        isDynamic: found.groupTypes?.includes('DynamicMembership') === true,
        isSynchronised: found.onPremisesSyncEnabled === true,
        isRoleAssignable: found.isAssignableToRole === true,
      };
    },
    isNested: (outer, inner) => members.isMember(outer, guestId(inner)),
    nest: (outer, inner) => members.ensureMember(outer, guestId(inner)),
    unnest: (outer, inner) => members.removeMember(outer, guestId(inner)),
  };
}
