import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bodyOf, ok, param, type ApiReply } from '../core/api-call';
import { ApiError, notSimulated } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { startOperation } from './async-operations';
import { COMPUTE_API_VERSIONS } from './compute-api-versions';
import { intentionOf, UnknownScript, type ScriptIntention } from './machine-script';
import { scopeParts } from './resource-id';
import { cancelRunCommand, runCommands, settleRunCommands, type RunCommand } from './run-command';
import { runCommandView } from './run-command-view';
import { durationMs } from './simulated-durations';
import { powerStateOf, virtualMachineOf, VM_PATTERN, VM_TYPE, type VirtualMachine } from './virtual-machine';

const LIST = `${VM_PATTERN}/runCommands`;
const ONE = `${LIST}/{name}`;
const DEFAULT_TIMEOUT_SECONDS = 90 * 60;
const READ = {
  action: `${VM_TYPE}/runCommands/read`,
  apiVersions: COMPUTE_API_VERSIONS,
  compute: 'get-vm',
} as const;
const WRITE = { apiVersions: COMPUTE_API_VERSIONS, compute: 'update-vm' } as const;

const parameters = z.array(z.object({ name: z.string(), value: z.string() }));

const runCommandBody = z.object({
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.looseObject({
    source: z.object({
      script: z.string().optional(),
      scriptUri: z.string().optional(),
      commandId: z.string().optional(),
    }),
    parameters: parameters.optional(),
    protectedParameters: parameters.optional(),
    asyncExecution: z.boolean().optional(),
    timeoutInSeconds: z.number().int().positive().optional(),
    treatFailureAsDeploymentFailure: z.boolean().optional(),
    outputBlobUri: z.string().optional(),
    errorBlobUri: z.string().optional(),
  }),
});
type RunCommandBody = z.output<typeof runCommandBody>;

/** Managed Run Command (Run scripts in your Windows VM by using managed Run Commands, Aug 2025; swagger 2023-03-01). */
export function registerRunCommands(arm: ArmRoutes): void {
  arm.get(LIST, READ, (call) => {
    const vm = settled(call);
    const found = call.tenant.store.in(runCommands).by('vm', vm.id);
    return ok({
      value: found.map((command) => runCommandView(call.tenant, vm, command, wantsInstanceView(call))),
    });
  });
  arm.get(ONE, READ, (call) => {
    const vm = settled(call);
    const command = commandOf(call, vm);
    if (command === undefined) throw commandNotFound(call);
    return ok(runCommandView(call.tenant, vm, command, wantsInstanceView(call)));
  });
  arm.put(ONE, { ...WRITE, action: `${VM_TYPE}/runCommands/write` }, putRunCommand);
  arm.delete(ONE, { ...WRITE, action: `${VM_TYPE}/runCommands/delete` }, deleteRunCommand);
}

function putRunCommand(call: ArmCall): ApiReply {
  const vm = settled(call);
  const body = bodyOf(call, runCommandBody, 'InvalidParameter');
  const intention = intended(call, body);
  const known = commandOf(call, vm);
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  if (known?.bodyHash === bodyHash && !call.tenant.switches.get('runCommandSameBodyRunsAgain')) {
    return ok(runCommandView(call.tenant, vm, known, false));
  }
  refuseWhereImpossible(call, vm, known);
  if (known !== undefined) cancelRunCommand(call.tenant, known);
  const command = started(call, vm, body, intention, bodyHash);
  call.tenant.store.in(runCommands).put(command);
  return {
    status: known === undefined ? 201 : 200,
    headers: startOperation(call, operationOf(call, vm, command), false),
    body: runCommandView(call.tenant, vm, command, false),
  };
}

function started(
  call: ArmCall,
  vm: VirtualMachine,
  { location, tags = {}, properties }: RunCommandBody,
  intention: ScriptIntention,
  bodyHash: string,
): RunCommand {
  const name = param(call, 'name');
  const { asyncExecution, timeoutInSeconds, treatFailureAsDeploymentFailure, ...rest } = properties;
  const shown = { ...rest };
  delete shown.protectedParameters;
  const timeoutMs = (timeoutInSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  const startedAtMs = call.tenant.clock.now();
  return {
    id: `${vm.id}/${name.toLowerCase()}`,
    vmKey: vm.id,
    name,
    location,
    tags,
    shown,
    bodyHash,
    intention,
    asyncExecution: asyncExecution ?? false,
    treatFailureAsDeploymentFailure: treatFailureAsDeploymentFailure ?? false,
    timeoutMs,
    startedAtMs,
    endsAtMs: startedAtMs + Math.min(durationMs(call.tenant, 'runCommand'), timeoutMs),
  };
}

/** The PUT ends when the script has ended, or, with `asyncExecution`, when it has started. */
function operationOf(
  call: ArmCall,
  vm: VirtualMachine,
  command: RunCommand,
): Parameters<typeof startOperation>[1] {
  const { subscription } = scopeParts(vm.resourceId);
  const endsAtMs = command.asyncExecution ? call.tenant.clock.now() : command.endsAtMs;
  const agentFailure = {
    status: 'Failed',
    code: 'VMAgentStatusCommunicationError',
    message: `VM '${vm.name}' has not reported status for VM agent or extensions. Verify that the OS is up and healthy.`,
  } as const;
  const failure = vm.agentReady ? {} : { failure: agentFailure };
  return { subscription, location: vm.location, subject: command.id, endsAtMs, ...failure };
}

function deleteRunCommand(call: ArmCall): ApiReply {
  const vm = settled(call);
  const command = commandOf(call, vm);
  if (command === undefined) return { status: 204 };
  cancelRunCommand(call.tenant, command);
  // A repeated deletion waits for the first one.
  const deletedAtMs =
    command.deletedAtMs ?? call.tenant.clock.now() + durationMs(call.tenant, 'runCommandDelete');
  const left = commandOf(call, vm) ?? command;
  call.tenant.store.in(runCommands).put({ ...left, deletedAtMs });
  const { subscription } = scopeParts(vm.resourceId);
  const operation = {
    subscription,
    location: vm.location,
    subject: `${command.id}/deletion`,
    endsAtMs: deletedAtMs,
  };
  return { status: 202, headers: startOperation(call, operation, true) };
}

function intended(call: ArmCall, { properties }: RunCommandBody): ScriptIntention {
  const { source, parameters: open = [], protectedParameters: secret = [] } = properties;
  const sources = Object.values(source).filter((value) => value !== undefined);
  if (sources.length !== 1) {
    throw new ApiError(
      400,
      'InvalidParameter',
      'Exactly one of script, scriptUri and commandId must be given as source.',
    );
  }
  if (source.script === undefined)
    throw notSimulated(call.method, call.url, 'run commands by scriptUri or commandId');
  const values = Object.fromEntries([...open, ...secret].map(({ name, value }) => [name, value]));
  try {
    return intentionOf(param(call, 'name'), source.script, values);
  } catch (error) {
    if (error instanceof UnknownScript) throw notSimulated(call.method, call.url, error.message);
    throw error;
  }
}

/** Refusals whose code or text no source proves: one place, and switches for the figures. */
function refuseWhereImpossible(call: ArmCall, vm: VirtualMachine, known: RunCommand | undefined): void {
  if (powerStateOf(call.tenant, vm) !== 'running') {
    throw new ApiError(
      call.tenant.switches.get('stoppedVmRunCommandStatus'),
      'OperationNotAllowed',
      'Cannot modify extensions in the VM when the VM is not running.',
    );
  }
  const most = call.tenant.switches.get('runCommandsPerVm');
  if (known === undefined && call.tenant.store.in(runCommands).by('vm', vm.id).length >= most) {
    throw new ApiError(
      409,
      'OperationNotAllowed',
      `The VM '${vm.name}' already has ${most} run commands; delete some first.`,
    );
  }
}

function settled(call: ArmCall): VirtualMachine {
  const vm = virtualMachineOf(call);
  settleRunCommands(call.tenant, vm);
  return vm;
}

function commandOf(call: ArmCall, vm: VirtualMachine): RunCommand | undefined {
  return call.tenant.store.in(runCommands).get(`${vm.id}/${param(call, 'name').toLowerCase()}`);
}

function commandNotFound(call: ArmCall): ApiError {
  const name = `${param(call, 'vmName')}/${param(call, 'name')}`;
  return new ApiError(
    404,
    'ResourceNotFound',
    `The Resource '${VM_TYPE}/runCommands/${name}' was not found.`,
  );
}

function wantsInstanceView(call: ArmCall): boolean {
  return call.query.get('$expand')?.toLowerCase() === 'instanceview';
}
