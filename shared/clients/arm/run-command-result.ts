import type { VirtualMachineRunCommand } from '@azure/arm-compute';
import type { RunCommandResult } from '../virtual-machines';

/** What a Run Command came to, from its instance view; `Unknown` while the service has none to show. */
export function runCommandResult(command: VirtualMachineRunCommand): RunCommandResult {
  const view = command.instanceView;
  return {
    executionState: view?.executionState ?? 'Unknown',
    exitCode: view?.exitCode ?? null,
    output: view?.output ?? '',
    error: view?.error ?? '',
  };
}
