import type { VirtualMachine as MachineResource } from '@azure/arm-compute';
import { TerminalError } from '../../domain/codes';
import type { VirtualMachine } from '../virtual-machines';

/** A machine read with its instance view. Throws TerminalError('rejected') where it has no `vmId`. */
export function virtualMachineFacts(vmResourceId: string, found: MachineResource): VirtualMachine {
  if (found.vmId === undefined) {
    throw new TerminalError(
      'rejected',
      `${vmResourceId} has no vmId, by which its host is known: look at it in Azure`,
    );
  }
  return {
    resourceId: found.id ?? vmResourceId,
    vmId: found.vmId.toLowerCase(),
    location: found.location,
    powerState: powerStateOf(found),
    isAgentReady: isAgentReady(found),
  };
}

/** The status `PowerState/running` among others such as `ProvisioningState/succeeded`. */
function powerStateOf(found: MachineResource): string {
  const codes = (found.instanceView?.statuses ?? []).map((status) => status.code ?? '');
  return codes.find((code) => code.startsWith('PowerState/'))?.slice('PowerState/'.length) ?? 'unknown';
}

/** UNVERIFIED words: a working agent shows the status "Ready", with the code `ProvisioningState/succeeded`. */
function isAgentReady(found: MachineResource): boolean {
  const statuses = found.instanceView?.vmAgent?.statuses ?? [];
  return statuses.some(
    (status) => status.displayStatus === 'Ready' || status.code === 'ProvisioningState/succeeded',
  );
}
