import { z } from 'zod';
import type { DeviceApps } from '../device-apps';
import type { GraphConnection } from './connect-graph';
import { readInstallation } from './read-installation';
import { graphPages } from './graph-pages';

const assignment = z.object({
  intent: z.string().nullish(),
  target: z.object({ '@odata.type': z.string().nullish() }).nullish(),
});

/** Targets that can hold devices. That a group holds devices and not users cannot be seen here. */
const DEVICE_TARGETS = new Set([
  '#microsoft.graph.groupAssignmentTarget',
  '#microsoft.graph.allDevicesAssignmentTarget',
]);

/**
 * {@link DeviceApps} over Microsoft Graph v1.0 (Intune). Permissions: DeviceManagementApps.Read.All and
 * DeviceManagementManagedDevices.Read.All. Reads only; throws RetryableError or TerminalError, 'not-found' where
 * there is no such app.
 */
export function graphDeviceApps(graph: GraphConnection): DeviceApps {
  return {
    isRequired: async (appId) => {
      const assignments = await graphPages(
        graph,
        {
          method: 'GET',
          pathTemplate: '/deviceAppManagement/mobileApps/{app}/assignments',
          ids: { app: appId },
        },
        assignment,
      );
      return assignments.some(
        ({ intent, target }) => intent === 'required' && DEVICE_TARGETS.has(target?.['@odata.type'] ?? ''),
      );
    },
    readInstallation: (appId, managedDeviceId) => readInstallation(graph, appId, managedDeviceId),
  };
}
