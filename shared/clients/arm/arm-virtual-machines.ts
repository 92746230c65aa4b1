import type { RunCommandRequest, VirtualMachines } from '../virtual-machines';
import { RetryableError } from '../../domain/codes';
import { armCall, armCallIfThere } from './arm-call';
import { armResourceId } from './arm-resource-id';
import type { ArmConnection } from './connect-arm';
import { runCommandResult } from './run-command-result';
import { virtualMachineFacts } from './virtual-machine-facts';

/** A machine takes four writes a minute (Compute throttling limits, May 2024); a removal is mostly done in seconds. */
const REMOVAL_WAIT_SECONDS = 5;

/**
 * {@link VirtualMachines} over Azure Resource Manager, api-version 2026-03-01 (fixed in the SDK). Role: a custom one
 * with virtualMachines/read, start, restart and deallocate, runCommands/read, write and delete. The SDK's pollers are asked only whether
 * the service took the request (`submitted`), never to wait for its end. Throws RetryableError or TerminalError.
 */
export function armVirtualMachines(arm: ArmConnection): VirtualMachines {
  return {
    read: async (vmResourceId) => {
      const { client, resourceGroup, vm } = machineOf(arm, vmResourceId);
      const found = await armCall(arm, `GET ${vmResourceId}`, (options) =>
        client.virtualMachines.get(resourceGroup, vm, { ...options, expand: 'instanceView' }),
      );
      return virtualMachineFacts(vmResourceId, found);
    },
    start: async (vmResourceId) => {
      const { client, resourceGroup, vm } = machineOf(arm, vmResourceId);
      await armCall(arm, `POST ${vmResourceId}/start`, (options) =>
        client.virtualMachines.start(resourceGroup, vm, options).submitted(),
      );
    },
    restart: async (vmResourceId) => {
      const { client, resourceGroup, vm } = machineOf(arm, vmResourceId);
      await armCall(arm, `POST ${vmResourceId}/restart`, (options) =>
        client.virtualMachines.restart(resourceGroup, vm, options).submitted(),
      );
    },
    deallocate: async (vmResourceId) => {
      const { client, resourceGroup, vm } = machineOf(arm, vmResourceId);
      await armCall(arm, `POST ${vmResourceId}/deallocate`, (options) =>
        client.virtualMachines.deallocate(resourceGroup, vm, options).submitted(),
      );
    },
    putRunCommand: async (vmResourceId, location, request) => {
      const { client, resourceGroup, vm } = machineOf(arm, vmResourceId);
      await armCall(arm, `PUT ${vmResourceId}/runCommands/${request.name}`, (options) =>
        client.virtualMachineRunCommands
          .createOrUpdate(resourceGroup, vm, request.name, runCommandOf(location, request), options)
          .submitted(),
      );
    },
    readRunCommand: async (vmResourceId, name) => {
      const { client, resourceGroup, vm } = machineOf(arm, vmResourceId);
      const found = await armCallIfThere(arm, `GET ${vmResourceId}/runCommands/${name}`, (options) =>
        client.virtualMachineRunCommands.getByVirtualMachine(resourceGroup, vm, name, {
          ...options,
          expand: 'instanceView',
        }),
      );
      return found === undefined ? undefined : runCommandResult(found);
    },
    removeRunCommand: (vmResourceId, name) => removeRunCommand(arm, vmResourceId, name),
  };
}

/**
 * Looks first: a repeat after the service took the deletion (202) and does it later is a read and not another of the few
 * writes a machine takes. Still there after the deletion means RetryableError('command-running').
 */
async function removeRunCommand(arm: ArmConnection, vmResourceId: string, name: string): Promise<void> {
  const { client, resourceGroup, vm } = machineOf(arm, vmResourceId);
  const asked = `DELETE ${vmResourceId}/runCommands/${name}`;
  const found = await armCallIfThere(arm, asked, (options) =>
    client.virtualMachineRunCommands.getByVirtualMachine(resourceGroup, vm, name, options),
  );
  if (found === undefined) return;
  // UNVERIFIED that a command on its way out says so; one that does not is simply deleted again.
  const isLeaving = found.provisioningState === 'Deleting';
  const isGone = isLeaving
    ? false
    : await armCallIfThere(arm, asked, async (options) => {
        const removal = client.virtualMachineRunCommands.delete(resourceGroup, vm, name, options);
        await removal.submitted();
        return removal.isDone;
      });
  if (isGone !== false) return;
  throw new RetryableError(
    'command-running',
    `${asked} was taken but is not done yet: it is asked again by itself`,
    REMOVAL_WAIT_SECONDS,
  );
}

function machineOf(arm: ArmConnection, vmResourceId: string) {
  const { subscription, resourceGroup, names } = armResourceId(
    vmResourceId,
    'Microsoft.Compute/virtualMachines',
  );
  return { client: arm.compute(subscription), resourceGroup, vm: names[0] ?? '' };
}

/**
 * Asynchronous: the PUT is done once the script started. A script that fails must not turn into a failed
 * deployment: `executionState` tells (Run scripts in your Windows VM by using managed Run Commands, August 2025).
 */
function runCommandOf(location: string, request: RunCommandRequest) {
  return {
    location,
    source: { script: request.script },
    parameters: namedValues(request.parameters),
    protectedParameters: namedValues(request.protectedParameters),
    timeoutInSeconds: request.timeoutSeconds,
    asyncExecution: true,
    treatFailureAsDeploymentFailure: false,
  };
}

function namedValues(values: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
