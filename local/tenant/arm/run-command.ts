import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { endOperations } from './async-operations';
import { machines, newMachine } from './machine';
import { runScript, type ScriptIntention } from './machine-script';
import type { VirtualMachine } from './virtual-machine';

export type ExecutionState = 'Running' | 'Succeeded' | 'Failed' | 'TimedOut' | 'Canceled' | 'Unknown';

export interface ScriptEnding {
  executionState: ExecutionState;
  executionMessage: string;
  exitCode: number;
  output: string;
  error: string;
  endedAtMs: number;
}

/** A managed Run Command resource. Its script runs until `endsAtMs`; what it did is settled at the next look. */
export interface RunCommand {
  /** `{key of the VM}/{name in lower case}` */
  id: string;
  vmKey: string;
  name: string;
  location: string;
  tags: Record<string, string>;
  /** Properties that GET gives back: never protected parameters. */
  shown: Record<string, unknown>;
  /** Hash of the whole body, protected parameters included. */
  bodyHash: string;
  intention: ScriptIntention;
  asyncExecution: boolean;
  treatFailureAsDeploymentFailure: boolean;
  timeoutMs: number;
  startedAtMs: number;
  endsAtMs: number;
  ending?: ScriptEnding;
  deletedAtMs?: number;
}

export const runCommands = collection<RunCommand, 'vm'>('runCommands', { vm: (command) => command.vmKey });

// "The last 4 KB" of managed Run Command's output and error (Run scripts in your Windows VM, Aug 2025).
const SHOWN_BYTES = 4096;

/** Lets everything happen on the machine that is due by now, in the order in which the scripts ended. */
export function settleRunCommands(tenant: TenantContext, vm: VirtualMachine): void {
  const nowMs = tenant.clock.now();
  const table = tenant.store.in(runCommands);
  const due = table
    .by('vm', vm.id)
    .filter(({ ending, endsAtMs }) => ending === undefined && endsAtMs <= nowMs);
  for (const command of due.sort((a, b) => a.endsAtMs - b.endsAtMs)) finish(tenant, vm, command);
  for (const { id, deletedAtMs } of table.by('vm', vm.id)) {
    if (deletedAtMs !== undefined && deletedAtMs <= nowMs) table.delete(id);
  }
}

/** Ends the running scripts of a machine that is switched off under them. */
export function interruptRunCommands(tenant: TenantContext, vm: VirtualMachine): void {
  settleRunCommands(tenant, vm);
  for (const command of tenant.store.in(runCommands).by('vm', vm.id))
    if (command.ending === undefined)
      stop(tenant, command, 'Failed', 'The machine stopped while the script was running.');
}

/** Kills the script if it still runs; the machine stays as it is (Run Command reference: Delete). */
export function cancelRunCommand(tenant: TenantContext, command: RunCommand): void {
  if (command.ending === undefined)
    stop(tenant, command, 'Canceled', 'The script was terminated by the deletion of the run command.');
}

function stop(tenant: TenantContext, command: RunCommand, executionState: ExecutionState, why: string): void {
  put(tenant, command, { executionState, executionMessage: why, exitCode: -1, output: '', error: '' });
  endOperations(tenant, command.id, { status: 'Canceled', code: 'OperationPreempted', message: why });
}

function finish(tenant: TenantContext, vm: VirtualMachine, command: RunCommand): void {
  if (command.endsAtMs >= command.startedAtMs + command.timeoutMs) {
    const executionMessage = `The script did not end within ${command.timeoutMs / 1000} seconds.`;
    put(tenant, command, {
      executionState: 'TimedOut',
      executionMessage,
      exitCode: -1,
      output: '',
      error: '',
    });
    return;
  }
  if (!vm.agentReady) {
    const executionMessage = 'The VM agent did not pick the command up.';
    put(tenant, command, {
      executionState: 'Unknown',
      executionMessage,
      exitCode: -1,
      output: '',
      error: '',
    });
    return;
  }
  const machine = tenant.store.in(machines).get(vm.vmId) ?? newMachine(vm.vmId, vm.name);
  const result = runScript(command.intention, machine, isInstallerBusy(tenant, command));
  tenant.store.in(machines).put(result.machine);
  const succeeded = result.exitCode === 0 || !tenant.switches.get('nonZeroExitFailsRunCommand');
  put(tenant, command, {
    executionState: succeeded ? 'Succeeded' : 'Failed',
    executionMessage: succeeded ? 'Execution completed' : `Script ended with exit code ${result.exitCode}`,
    exitCode: result.exitCode,
    output: lastBytes(result.output),
    error: lastBytes(result.error),
  });
}

function put(tenant: TenantContext, command: RunCommand, ending: Omit<ScriptEnding, 'endedAtMs'>): void {
  const endedAtMs = Math.min(command.endsAtMs, tenant.clock.now());
  tenant.store.in(runCommands).put({ ...command, endsAtMs: endedAtMs, ending: { ...ending, endedAtMs } });
}

/** The installer that came later while another one was at work finds Windows Installer busy. */
function isInstallerBusy(tenant: TenantContext, command: RunCommand): boolean {
  if (command.intention.kind === 'probe') return false;
  return tenant.store
    .in(runCommands)
    .by('vm', command.vmKey)
    .some(
      (other) =>
        other.id !== command.id &&
        other.intention.kind !== 'probe' &&
        (other.startedAtMs < command.startedAtMs ||
          (other.startedAtMs === command.startedAtMs && other.id < command.id)) &&
        other.endsAtMs > command.startedAtMs,
    );
}

function lastBytes(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= SHOWN_BYTES ? text : bytes.subarray(bytes.length - SHOWN_BYTES).toString('utf8');
}
