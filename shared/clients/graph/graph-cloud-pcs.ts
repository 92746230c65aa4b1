import { z } from 'zod';
import { withoutMailAddresses } from '../http/without-mail-addresses';
import type { CloudPc, CloudPcs } from '../cloud-pcs';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { odataText } from './graph-call';
import { graphPages } from './graph-pages';

const text = z.string().nullish();
const FIELDS = 'id,managedDeviceId,status,statusDetail,userPrincipalName';
const counted = z.object({ status: text, provisioningPolicyId: text });
const cloudPc = z.object({
  id: z.string(),
  managedDeviceId: text,
  status: text,
  statusDetail: z.object({ code: text, message: text }).nullish(),
  userPrincipalName: text,
});

/**
 * {@link CloudPcs} over Microsoft Graph beta, since v1.0 has no `status` (metadata of August 2026). Permission:
 * CloudPC.Read.All; CloudPC.ReadWrite.All to reboot and to end a grace period. Throws RetryableError or TerminalError.
 */
export function graphCloudPcs(graph: GraphConnection): CloudPcs {
  return {
    findCloudPcs: async (userPrincipalName) => {
      const found = await graphPages(graph, cloudPcsCall(userPrincipalName), cloudPc);
      return found
        .filter((pc) => pc.userPrincipalName?.toLowerCase() === userPrincipalName.toLowerCase())
        .map(cloudPcOf);
    },
    tally: async () => {
      const all = await graphPages(
        graph,
        {
          method: 'GET',
          version: 'beta',
          pathTemplate: '/deviceManagement/virtualEndpoint/cloudPCs',
          query: { $select: 'id,status,provisioningPolicyId' },
          headers: { Prefer: 'include-unknown-enum-members' },
        },
        counted,
      );
      return all.map(({ status, provisioningPolicyId }) => ({
        status: status ?? 'unknown',
        provisioningPolicy: isBlank(provisioningPolicyId)
          ? null
          : (provisioningPolicyId?.toLowerCase() ?? null),
      }));
    },
    listCloudPcs: async () => {
      const found = await graphPages(
        graph,
        {
          method: 'GET',
          version: 'beta',
          pathTemplate: '/deviceManagement/virtualEndpoint/cloudPCs',
          query: { $select: FIELDS },
          headers: { Prefer: 'include-unknown-enum-members' },
        },
        cloudPc,
      );
      return found.map((pc) => ({ ...cloudPcOf(pc), userPrincipalName: pc.userPrincipalName ?? null }));
    },
    readCloudPc: async (id) => {
      const answer = await graph.ask({
        method: 'GET',
        version: 'beta',
        pathTemplate: '/deviceManagement/virtualEndpoint/cloudPCs/{cloudPc}',
        ids: { cloudPc: id },
        query: { $select: FIELDS },
        headers: { Prefer: 'include-unknown-enum-members' },
      });
      return answer.status === 404 ? undefined : cloudPcOf(readBody(answer, cloudPc));
    },
    reboot: async (id) => {
      requireSuccess(
        await graph.ask({
          method: 'POST',
          pathTemplate: '/deviceManagement/virtualEndpoint/cloudPCs/{cloudPc}/reboot',
          ids: { cloudPc: id },
        }),
      );
    },
    endGracePeriod: async (id) => {
      requireSuccess(
        await graph.ask({
          method: 'POST',
          pathTemplate: '/deviceManagement/virtualEndpoint/cloudPCs/{cloudPc}/endGracePeriod',
          ids: { cloudPc: id },
        }),
      );
    },
  };
}

const cloudPcOf = (pc: z.output<typeof cloudPc>): CloudPc => ({
  id: pc.id,
  // Intune's id stays an empty GUID or empty text until provisioning is done (UNVERIFIED): both mean none.
  managedDeviceId: isBlank(pc.managedDeviceId) ? null : (pc.managedDeviceId ?? null),
  status: pc.status ?? 'unknown',
  statusDetail: detailOf(pc.statusDetail),
});

/** UNVERIFIED that the filter works by user principal name; an ignored one would show strangers, so answers are compared too. */
function cloudPcsCall(userPrincipalName: string) {
  return {
    method: 'GET',
    version: 'beta',
    pathTemplate: '/deviceManagement/virtualEndpoint/cloudPCs',
    query: {
      $filter: `userPrincipalName eq ${odataText(userPrincipalName)}`,
      $select: FIELDS,
    },
    // Statuses younger than `unknownFutureValue` are sent only to who asks for them (Graph, evolvable enumerations).
    headers: { Prefer: 'include-unknown-enum-members' },
  } as const;
}

function isBlank(id: string | null | undefined): boolean {
  return id === null || id === undefined || /^[0-]*$/.test(id);
}

function detailOf(detail: z.output<typeof cloudPc>['statusDetail']): string | null {
  const said = [detail?.code, detail?.message].filter(
    (part) => part !== null && part !== undefined && part !== '',
  );
  return said.length === 0 ? null : withoutMailAddresses(said.join(': '));
}
