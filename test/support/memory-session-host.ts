import type { SessionHost } from '../../shared/clients/desktops';
import { guid } from '../shared/state/builders';

const BASE = '/subscriptions/s/resourceGroups/g/providers/Microsoft';

/** A healthy session host that is nobody's, number `at` of its pool. */
export function memorySessionHost(at: number): SessionHost {
  return {
    id: `${BASE}.DesktopVirtualization/hostPools/p/sessionHosts/host-${at}`,
    name: `host-${at}`,
    status: 'Available',
    allowNewSession: true,
    sessions: 0,
    assignedUser: null,
    vmResourceId: `${BASE}.Compute/virtualMachines/host-${at}`,
    vmId: guid(at + 1, 'f'),
    failedHealthChecks: [],
  };
}
