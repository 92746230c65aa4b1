import { z } from 'zod';
import type { InboundAccess } from '../../domain/judge-cross-tenant-access';
import type { CrossTenantAccess } from '../cross-tenant-access';
import { askCrossTenantEntries } from './ask-cross-tenant-entries';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';

const side = z
  .object({
    accessType: z.string().nullish(),
    targets: z.array(z.object({ target: z.string() })).nullish(),
  })
  .nullish();
const flag = z.boolean().nullish();
/** What is read of an entry of cross-tenant access, or of the default. */
export const crossTenantEntry = z.object({
  b2bCollaborationInbound: z.object({ usersAndGroups: side, applications: side }).nullish(),
  inboundTrust: z
    .object({
      isMfaAccepted: flag,
      isCompliantDeviceAccepted: flag,
      isHybridAzureADJoinedDeviceAccepted: flag,
    })
    .nullish(),
});

/**
 * {@link CrossTenantAccess} over Microsoft Graph v1.0. Permission: Policy.Read.All (INFERRED). Reads only; throws
 * RetryableError or TerminalError.
 */
export function graphCrossTenantAccess(graph: GraphConnection): CrossTenantAccess {
  return {
    readInbound: async (tenant) => {
      const { own, fallback } = await askCrossTenantEntries(graph, tenant);
      return {
        own: own.status === 404 ? null : inboundOf(readBody(own, crossTenantEntry)),
        fallback: inboundOf(readBody(fallback, crossTenantEntry)),
      };
    },
  };
}

/** What an entry of cross-tenant access says of guests coming in. Pure. */
export function inboundOf({
  b2bCollaborationInbound: inbound,
  inboundTrust: trust,
}: z.output<typeof crossTenantEntry>): InboundAccess {
  return {
    collaboration: inbound == null ? null : collaborationOf([inbound.usersAndGroups, inbound.applications]),
    trust:
      trust == null
        ? null
        : {
            mfa: trust.isMfaAccepted === true,
            compliantDevice: trust.isCompliantDeviceAccepted === true,
            hybridJoinedDevice: trust.isHybridAzureADJoinedDeviceAccepted === true,
          },
  };
}

/** `AllUsers` and `AllApplications` are values of the settings' own, not in the schema (Graph metadata, August 2026). */
function collaborationOf(sides: readonly z.output<typeof side>[]): InboundAccess['collaboration'] {
  const isForAll = (one: z.output<typeof side>) =>
    (one?.targets ?? []).some(({ target }) => target === 'AllUsers' || target === 'AllApplications');
  if (sides.some((one) => one?.accessType === 'blocked' && isForAll(one))) return 'blocked';
  return sides.every((one) => one?.accessType === 'allowed' && isForAll(one)) ? 'allowed' : 'partly';
}
