import { z } from 'zod';
import type { GuestId, TenantId } from '../../domain/ids';
import type { Accounts } from '../accounts';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';
import { graphPages } from './graph-pages';
import { userCall } from './user-call';

const account = z.object({ accountEnabled: z.boolean(), userType: z.string().nullish() });
const synchronisation = z.object({
  userSyncInbound: z.object({ isSyncAllowed: z.boolean().nullish() }).nullish(),
});
const membership = z.object({ '@odata.type': z.string() });

/**
 * {@link Accounts} over Microsoft Graph v1.0. Permissions: User.Read.All, Group.Read.All and Policy.Read.All to look,
 * User.ReadWrite.All to disable, delete and restore. Throws RetryableError or TerminalError.
 */
export function graphAccounts(graph: GraphConnection): Accounts {
  return {
    read: async (user, homeTenant) => {
      const answer = await graph.ask(userCall(user, 'accountEnabled,userType'));
      if (isDirectoryAbsence(answer)) return undefined;
      const found = readBody(answer, account);
      return {
        accountEnabled: found.accountEnabled,
        isSynchronised: await isSynchronised(graph, found.userType, homeTenant),
        hasAdminRole: await hasAdminRole(graph, user),
      };
    },
    setEnabled: async (user, accountEnabled) => {
      requireSuccess(
        await graph.ask({
          method: 'PATCH',
          pathTemplate: '/users/{user}',
          ids: { user },
          body: { accountEnabled },
        }),
      );
    },
    remove: async (user) => {
      const answer = await graph.ask({ method: 'DELETE', pathTemplate: '/users/{user}', ids: { user } });
      if (!isDirectoryAbsence(answer)) requireSuccess(answer);
    },
    restore: async (user) => {
      requireSuccess(
        await graph.ask({
          method: 'POST',
          pathTemplate: '/directory/deletedItems/{user}/restore',
          ids: { user },
          body: {},
        }),
      );
    },
  };
}

/**
 * INFERRED: no property of a user says "synchronised by its own tenant". Cross-tenant synchronisation makes Members
 * unless mapped otherwise (Configure cross-tenant synchronization), and works only while the partner's entry allows
 * it inbound; so a Member of a tenant that may synchronise is taken for one of its synchronised users.
 */
async function isSynchronised(
  graph: GraphConnection,
  userType: string | null | undefined,
  homeTenant: TenantId | null,
): Promise<boolean> {
  if (userType !== 'Member') return false;
  if (homeTenant === null) return true;
  const answer = await graph.ask({
    method: 'GET',
    pathTemplate: '/policies/crossTenantAccessPolicy/partners/{tenant}/identitySynchronization',
    ids: { tenant: homeTenant },
  });
  if (answer.status === 404) return false;
  return readBody(answer, synchronisation).userSyncInbound?.isSyncAllowed ?? false;
}

/** Active roles only, those through groups included; one that is merely eligible is not seen here. */
async function hasAdminRole(graph: GraphConnection, user: GuestId): Promise<boolean> {
  const call = {
    method: 'GET',
    pathTemplate: '/users/{user}/transitiveMemberOf',
    ids: { user },
    query: { $select: 'id', $top: '999' },
  } as const;
  const memberships = await graphPages(graph, call, membership);
  return memberships.some((one) => one['@odata.type'] === '#microsoft.graph.directoryRole');
}
