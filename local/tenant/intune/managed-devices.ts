import { ok, param } from '../core/api-call';
import { resourceNotFound } from '../core/api-error';
import type { GraphRoutes } from '../core/graph-routes';
import type { TenantContext } from '../core/tenant-context';
import { machines } from '../arm/machine';
import type { CloudPc } from '../desktops/cloud-pc';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { enrolledDevices, settleInstallations } from './app-installation';

const BASE = '/deviceManagement/managedDevices';
const CONTEXT = 'deviceManagement/managedDevices';
const OPTIONS: CollectionOptions = {
  context: CONTEXT,
  type: 'managedDevice',
  filterable: {
    id: { plain: ['eq'] },
    deviceName: { plain: ['eq', 'startswith'] },
    azureADDeviceId: { plain: ['eq'] },
    userPrincipalName: { plain: ['eq'] },
    operatingSystem: { plain: ['eq'] },
  },
};
/** Intune page "List managedDevices". */
const READ = {
  permissions: ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All'],
};

/** Managed devices: the enrolled Cloud PCs; and in beta what apps a device says it has. */
export function registerManagedDevices(graph: GraphRoutes): void {
  graph.get(BASE, READ, (call) =>
    collectionReply(
      call,
      enrolledDevices(call.tenant).map((device) => view(call.tenant, device)),
      OPTIONS,
    ),
  );
  graph.get(`${BASE}/{id}`, READ, (call) =>
    ok(entityBody(call, CONTEXT, view(call.tenant, deviceOf(call.tenant, param(call, 'id'))), OPTIONS)),
  );
  graph.get(`${BASE}/{id}/detectedApps`, { ...READ, versions: ['beta'] }, (call) => {
    const device = deviceOf(call.tenant, param(call, 'id'));
    settleInstallations(call.tenant, device);
    const client = call.tenant.store.in(machines).get(device.id)?.client;
    const apps = client == null ? [] : [detectedClient(device.id, client.version)];
    return collectionReply(call, apps, {
      context: `${CONTEXT}('${device.managedDeviceId}')/detectedApps`,
      type: 'detectedApp',
    });
  });
}

function deviceOf(tenant: TenantContext, id: string): CloudPc {
  const found = enrolledDevices(tenant).find((device) => device.managedDeviceId === id.toLowerCase());
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

function detectedClient(id: string, version: string): Record<string, unknown> {
  return {
    id,
    displayName: 'Global Secure Access Client',
    version,
    publisher: 'Microsoft Corporation',
    platform: 'windows',
    deviceCount: 1,
    sizeInByte: 0,
  };
}

function view(tenant: TenantContext, device: CloudPc): Record<string, unknown> {
  const time = tenant.clock.iso();
  return {
    id: device.managedDeviceId,
    userId: device.userId,
    userPrincipalName: device.userPrincipalName,
    deviceName: device.name,
    managedDeviceName: device.name,
    managedDeviceOwnerType: 'company',
    enrolledDateTime: new Date(device.provisionedAtMs).toISOString(),
    lastSyncDateTime: time,
    operatingSystem: 'Windows',
    osVersion: `10.0.${tenant.store.in(machines).get(device.id)?.osBuild ?? ''}`,
    complianceState: 'compliant',
    managementAgent: 'mdm',
    azureADRegistered: true,
    azureADDeviceId: device.entraDeviceId,
    deviceEnrollmentType: 'windowsAzureADJoin',
    model: 'Cloud PC Enterprise 2vCPU/8GB/128GB',
    manufacturer: 'Microsoft Corporation',
    isEncrypted: true,
  };
}
