import type { HostPoolSettings } from '../host-pool-settings';
import { armCall, armCallIfThere } from './arm-call';
import { armResourceId } from './arm-resource-id';
import type { ArmConnection } from './connect-arm';

const AVD = 'Microsoft.DesktopVirtualization';
const POOL = `${AVD}/hostPools`;
const APPLICATION_GROUP = `${AVD}/applicationGroups`;

/**
 * {@link HostPoolSettings} over Azure Resource Manager, api-version 2024-04-03. Roles: Desktop Virtualization Reader and, to
 * write, Desktop Virtualization Host Pool Contributor. Throws RetryableError or TerminalError.
 */
export function armHostPoolSettings(arm: ArmConnection): HostPoolSettings {
  return {
    read: async (hostPool) => {
      const { subscription, resourceGroup, names } = armResourceId(hostPool, POOL);
      const [name = ''] = names;
      const { hostPools } = arm.desktops(subscription);
      const pool = await armCallIfThere(arm, `GET ${hostPool}`, (options) =>
        hostPools.get(resourceGroup, name, options),
      );
      if (pool === undefined) return { id: hostPool, pool: null, applicationGroups: [], machineGroups: [] };
      const { hostPoolType, customRdpProperty = '', applicationGroupReferences = [] } = pool;
      return {
        id: hostPool,
        pool: { hostPoolType, customRdpProperty },
        applicationGroups: await Promise.all(
          applicationGroupReferences.map((id) => readApplicationGroup(arm, id)),
        ),
        machineGroups: await readMachineGroups(arm, hostPool),
      };
    },
    setRdpProperty: async (hostPool, customRdpProperty) => {
      const { subscription, resourceGroup, names } = armResourceId(hostPool, POOL);
      await armCall(arm, `PATCH ${hostPool}`, (options) =>
        arm
          .desktops(subscription)
          .hostPools.update(resourceGroup, names[0] ?? '', { ...options, hostPool: { customRdpProperty } }),
      );
    },
  };
}

async function readApplicationGroup(arm: ArmConnection, id: string) {
  const { subscription, resourceGroup, names } = armResourceId(id, APPLICATION_GROUP);
  const found = await armCall(arm, `GET ${id}`, (options) =>
    arm.desktops(subscription).applicationGroups.get(resourceGroup, names[0] ?? '', options),
  );
  const workspace = found.workspaceArmPath ?? '';
  return { id, kind: found.applicationGroupType, workspace: workspace === '' ? null : workspace };
}

/** The sign-in role goes to the resource groups the machines are in: one assignment each, however many machines. */
async function readMachineGroups(arm: ArmConnection, hostPool: string): Promise<string[]> {
  const { subscription, resourceGroup, names } = armResourceId(hostPool, POOL);
  return armCall(arm, `GET ${hostPool}/sessionHosts`, async (options) => {
    const groups = new Map<string, string>();
    const hosts = arm.desktops(subscription).sessionHosts.list(resourceGroup, names[0] ?? '', options);
    for await (const { resourceId } of hosts) {
      const group = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(resourceId ?? '')?.[0];
      if (group !== undefined) groups.set(group.toLowerCase(), group);
    }
    return [...groups.values()];
  });
}
