import type { TenantContext } from '../core/tenant-context';
import type { RunCommand } from './run-command';
import type { VirtualMachine } from './virtual-machine';

/** The resource; the instance view only where `$expand=instanceView` asked for it. */
export function runCommandView(
  tenant: TenantContext,
  vm: VirtualMachine,
  command: RunCommand,
  withInstanceView: boolean,
): Record<string, unknown> {
  return {
    name: command.name,
    id: `${vm.resourceId}/runCommands/${command.name}`,
    type: 'Microsoft.Compute/virtualMachines/runCommands',
    location: command.location,
    tags: command.tags,
    properties: {
      ...command.shown,
      asyncExecution: command.asyncExecution,
      treatFailureAsDeploymentFailure: command.treatFailureAsDeploymentFailure,
      timeoutInSeconds: command.timeoutMs / 1000,
      provisioningState: provisioningState(tenant, command),
      ...(withInstanceView ? { instanceView: instanceView(command) } : {}),
    },
  };
}

/**
 * Says whether the platform ran the command; the script's own failure shows here only with
 * `treatFailureAsDeploymentFailure` (swagger runCommand 2023-03-01).
 */
function provisioningState(tenant: TenantContext, command: RunCommand): string {
  if (command.deletedAtMs !== undefined) return 'Deleting';
  if (command.ending === undefined)
    return command.asyncExecution && hasStarted(tenant, command) ? 'Succeeded' : 'Creating';
  if (command.ending.executionState === 'Canceled') return 'Canceled';
  const scriptFailed = command.ending.executionState !== 'Succeeded';
  return scriptFailed && command.treatFailureAsDeploymentFailure ? 'Failed' : 'Succeeded';
}

/** `asyncExecution`: provisioning ends as soon as the script has started. */
function hasStarted(tenant: TenantContext, command: RunCommand): boolean {
  return tenant.clock.now() >= command.startedAtMs;
}

function instanceView(command: RunCommand): Record<string, unknown> {
  const startTime = new Date(command.startedAtMs).toISOString();
  const { ending } = command;
  if (ending === undefined) {
    return {
      executionState: 'Running',
      executionMessage: 'Execution in progress',
      exitCode: 0,
      output: '',
      error: '',
      startTime,
    };
  }
  const { endedAtMs, ...shown } = ending;
  return { ...shown, startTime, endTime: new Date(endedAtMs).toISOString(), statuses: [] };
}
