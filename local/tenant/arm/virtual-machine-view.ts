import type { TenantContext } from '../core/tenant-context';
import { machines } from './machine';
import { powerStateOf, VM_TYPE, type PowerState, type VirtualMachine } from './virtual-machine';

const DISPLAY: Record<PowerState, string> = {
  running: 'VM running',
  deallocated: 'VM deallocated',
  stopped: 'VM stopped',
  starting: 'VM starting',
  deallocating: 'VM deallocating',
  stopping: 'VM stopping',
};

/** The resource as `GET virtualMachines/{vm}` shows it (@azure/arm-compute models; Compute 2023-03-01 and later). */
export function virtualMachineView(
  tenant: TenantContext,
  vm: VirtualMachine,
  withInstanceView: boolean,
): Record<string, unknown> {
  const group = vm.resourceId.replace(/\/providers\/.*$/i, '');
  const computerName = machineName(tenant, vm);
  return {
    name: vm.name,
    id: vm.resourceId,
    type: VM_TYPE,
    location: vm.location,
    tags: {},
    properties: {
      vmId: vm.vmId,
      provisioningState:
        vm.moving === undefined || tenant.clock.now() >= vm.moving.untilMs ? 'Succeeded' : 'Updating',
      timeCreated: new Date(vm.createdAtMs).toISOString(),
      hardwareProfile: { vmSize: vm.size },
      storageProfile: {
        imageReference: {
          publisher: 'MicrosoftWindowsDesktop',
          offer: 'windows-11',
          sku: vm.imageSku,
          version: 'latest',
        },
        osDisk: {
          osType: 'Windows',
          name: `${vm.name}_OsDisk`,
          createOption: 'FromImage',
          caching: 'ReadWrite',
        },
        dataDisks: [],
      },
      osProfile: {
        computerName,
        adminUsername: 'localadmin',
        windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: true },
        secrets: [],
        allowExtensionOperations: true,
      },
      networkProfile: {
        networkInterfaces: [{ id: `${group}/providers/Microsoft.Network/networkInterfaces/${vm.name}-nic` }],
      },
      licenseType: 'Windows_Client',
      ...(withInstanceView ? { instanceView: instanceView(tenant, vm) } : {}),
    },
  };
}

/** `GET virtualMachines/{vm}/instanceView`: power state and agent, which exists on a running machine only. */
export function instanceView(tenant: TenantContext, vm: VirtualMachine): Record<string, unknown> {
  const power = powerStateOf(tenant, vm);
  const machine = tenant.store.in(machines).get(vm.vmId);
  const time = new Date(tenant.clock.now()).toISOString();
  const status = (code: string, displayStatus: string): Record<string, unknown> => ({
    code,
    level: 'Info',
    displayStatus,
    time,
  });
  return {
    ...(power === 'running'
      ? { ...running(machineName(tenant, vm), machine?.osBuild ?? ''), vmAgent: agent(vm, time) }
      : {}),
    hyperVGeneration: 'V2',
    disks: [
      {
        name: `${vm.name}_OsDisk`,
        statuses: [status('ProvisioningState/succeeded', 'Provisioning succeeded')],
      },
    ],
    statuses: [
      status('ProvisioningState/succeeded', 'Provisioning succeeded'),
      { code: `PowerState/${power}`, level: 'Info', displayStatus: DISPLAY[power] },
    ],
  };
}

function running(computerName: string, osBuild: string): Record<string, unknown> {
  // The agent reports the version without the revision: no proof of a cumulative update.
  const build = osBuild.split('.')[0] ?? '';
  return {
    computerName,
    osName: 'Windows 11 Enterprise',
    osVersion: `10.0.${build}.0`,
    extensions: [
      {
        name: 'AADLoginForWindows',
        type: 'Microsoft.Azure.ActiveDirectory.AADLoginForWindows',
        typeHandlerVersion: '2.2.0.0',
        statuses: [
          { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
        ],
      },
    ],
  };
}

function agent(vm: VirtualMachine, time: string): Record<string, unknown> {
  const status = vm.agentReady
    ? {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Ready',
        message: 'GuestAgent is running and processing the extensions.',
        time,
      }
    : {
        code: 'ProvisioningState/Unavailable',
        level: 'Warning',
        displayStatus: 'Not Ready',
        message: 'VM status blob is found but not yet populated.',
        time,
      };
  return {
    vmAgentVersion: vm.agentReady ? '2.7.41491.1176' : 'Unknown',
    statuses: [status],
    extensionHandlers: [],
  };
}

function machineName(tenant: TenantContext, vm: VirtualMachine): string {
  return tenant.store.in(machines).get(vm.vmId)?.computerName ?? vm.name;
}
