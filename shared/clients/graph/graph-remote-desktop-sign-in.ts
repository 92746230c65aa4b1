import { z } from 'zod';
import type { RemoteDesktopSignIn } from '../remote-desktop-sign-in';
import type { GraphConnection } from './connect-graph';
import { readBody, requireSuccess } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';

/**
 * {@link RemoteDesktopSignIn} over Microsoft Graph v1.0 (Create and Update remoteDesktopSecurityConfiguration). Delegated
 * permissions: Application.Read.All and Application-RemoteDesktopConfig.ReadWrite.All, with the role Application
 * Administrator. Throws RetryableError or TerminalError.
 */
export function graphRemoteDesktopSignIn(graph: GraphConnection): RemoteDesktopSignIn {
  return {
    read: async ({ name, appId }) => {
      const principal = await graph.ask({
        method: 'GET',
        pathTemplate: "/servicePrincipals(appId='{app}')",
        ids: { app: appId },
        query: { $select: 'id' },
      });
      if (isDirectoryAbsence(principal)) return { name, appId, servicePrincipal: null, isEnabled: null };
      const { id } = readBody(principal, z.object({ id: z.string() }));
      const answer = await graph.ask({
        method: 'GET',
        pathTemplate: '/servicePrincipals/{principal}/remoteDesktopSecurityConfiguration',
        ids: { principal: id },
      });
      const isEnabled = isDirectoryAbsence(answer)
        ? null
        : readBody(answer, z.object({ isRemoteDesktopProtocolEnabled: z.boolean() }))
            .isRemoteDesktopProtocolEnabled;
      return { name, appId, servicePrincipal: id, isEnabled };
    },
    enable: async (servicePrincipal, hasConfiguration) => {
      const body = { isRemoteDesktopProtocolEnabled: true };
      const answer = hasConfiguration
        ? await graph.ask({
            method: 'PATCH',
            pathTemplate: '/servicePrincipals/{principal}/remoteDesktopSecurityConfiguration',
            ids: { principal: servicePrincipal },
            body,
          })
        : await graph.ask({
            method: 'POST',
            pathTemplate: '/servicePrincipals/{principal}/remoteDesktopSecurityConfiguration',
            ids: { principal: servicePrincipal },
            body: { '@odata.type': '#microsoft.graph.remoteDesktopSecurityConfiguration', ...body },
          });
      requireSuccess(answer);
    },
  };
}
