import { z } from 'zod';
import { bodyOf, created, ok, type ApiReply } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { groups, servicePrincipals, type ServicePrincipal } from '../directory/directory-objects';
import { collectionReply } from '../odata/collection-reply';
import { PRINCIPAL_PATTERNS, servicePrincipalOf } from '../network-access/service-principals';

/** Graph v1.0 "Get / Create / Update remoteDesktopSecurityConfiguration"; the read-only permission is UNVERIFIED. */
const READ = [
  'Application-RemoteDesktopConfig.ReadWrite.All',
  'Application.Read.All',
  'Application.ReadWrite.All',
];
const WRITE = ['Application-RemoteDesktopConfig.ReadWrite.All', 'Application.ReadWrite.All'];

const configuration = z.looseObject({ isRemoteDesktopProtocolEnabled: z.boolean() });
const deviceGroup = z.looseObject({ id: z.guid(), displayName: z.string().optional() });

/** The switch that lets Entra sign-in over RDP happen at all, and the device groups without the consent dialog. */
export function registerRemoteDesktopSecurity(graph: GraphRoutes): void {
  for (const principal of PRINCIPAL_PATTERNS)
    registerBelow(graph, `${principal}/remoteDesktopSecurityConfiguration`);
}

function registerBelow(graph: GraphRoutes, base: string): void {
  graph.get(base, { permissions: READ }, (call) => ok(view(call, configured(call))));
  graph.post(base, { permissions: WRITE }, (call) => {
    const principal = servicePrincipalOf(call);
    if (principal.remoteDesktopProtocolEnabled !== undefined)
      throw badRequest('The configuration already exists.');
    return created(view(call, store(call, principal)));
  });
  graph.patch(base, { permissions: WRITE }, (call) => ok(view(call, store(call, configured(call)))));
  graph.get(`${base}/targetDeviceGroups`, { permissions: READ }, (call) =>
    collectionReply(
      call,
      (configured(call).targetDeviceGroupIds ?? []).map((id) => groupView(call, id)),
      {
        context: 'targetDeviceGroups',
        type: 'targetDeviceGroup',
      },
    ),
  );
  graph.post(`${base}/targetDeviceGroups`, { permissions: WRITE }, addDeviceGroup);
}

function addDeviceGroup(call: GraphCall): ApiReply {
  const principal = configured(call);
  const { id } = bodyOf(call, deviceGroup);
  const known = principal.targetDeviceGroupIds ?? [];
  if (call.tenant.store.in(groups).get(id.toLowerCase()) === undefined) throw resourceNotFound(id);
  // Ten groups at most (Configure single sign-on for Azure Virtual Desktop, Nov 2023).
  if (known.length >= 10) throw badRequest('No more than 10 target device groups can be configured.');
  call.tenant.store
    .in(servicePrincipals)
    .put({ ...principal, targetDeviceGroupIds: [...new Set([...known, id.toLowerCase()])] });
  return created(groupView(call, id.toLowerCase()));
}

function store(call: GraphCall, principal: ServicePrincipal): ServicePrincipal {
  const { isRemoteDesktopProtocolEnabled } = bodyOf(call, configuration);
  return call.tenant.store
    .in(servicePrincipals)
    .put({ ...principal, remoteDesktopProtocolEnabled: isRemoteDesktopProtocolEnabled });
}

function configured(call: GraphCall): ServicePrincipal {
  const principal = servicePrincipalOf(call);
  if (principal.remoteDesktopProtocolEnabled === undefined) throw resourceNotFound(principal.id);
  return principal;
}

function view(call: GraphCall, principal: ServicePrincipal): Record<string, unknown> {
  return {
    '@odata.context': `${call.baseUrl}/$metadata#servicePrincipals('${principal.id}')/remoteDesktopSecurityConfiguration/$entity`,
    id: principal.id,
    isRemoteDesktopProtocolEnabled: principal.remoteDesktopProtocolEnabled,
  };
}

function groupView(call: GraphCall, id: string): Record<string, unknown> {
  return { id, displayName: call.tenant.store.in(groups).get(id)?.displayName ?? null };
}
