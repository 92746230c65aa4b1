import { ok, param, type ApiReply } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { ArmCall, ArmRoutes } from '../core/arm-routes';
import { startOperation } from './async-operations';
import { machines } from './machine';
import { COMPUTE_API_VERSIONS } from './compute-api-versions';
import { groupScope, resourceKey, scopeParts } from './resource-id';
import { interruptRunCommands } from './run-command';
import { durationMs } from './simulated-durations';
import {
  powerStateOf,
  virtualMachineOf,
  virtualMachines,
  VM_PATTERN,
  VM_TYPE,
  type RestingPowerState,
  type VirtualMachine,
} from './virtual-machine';
import { instanceView, virtualMachineView } from './virtual-machine-view';

const apiVersions = COMPUTE_API_VERSIONS;
const LIST_IN_GROUP = VM_PATTERN.replace('/{vmName}', '');
const LIST_IN_SUBSCRIPTION = '/subscriptions/{subscription}/providers/Microsoft.Compute/virtualMachines';

/** Virtual machines: get, list, instance view, and the power actions as long-running operations. */
export function registerVirtualMachines(arm: ArmRoutes): void {
  const read = { action: `${VM_TYPE}/read`, apiVersions };
  arm.get(VM_PATTERN, { ...read, compute: 'get-vm' }, (call) =>
    ok(virtualMachineView(call.tenant, virtualMachineOf(call), wantsInstanceView(call))),
  );
  arm.get(
    `${VM_PATTERN}/instanceView`,
    { action: `${VM_TYPE}/instanceView/read`, apiVersions, compute: 'get-vm' },
    (call) => ok(instanceView(call.tenant, virtualMachineOf(call))),
  );
  arm.get(LIST_IN_GROUP, { ...read, compute: 'list-vms' }, (call) =>
    list(call, call.tenant.store.in(virtualMachines).by('group', resourceKey(groupScope(call)))),
  );
  arm.get(LIST_IN_SUBSCRIPTION, { ...read, compute: 'list-vms' }, (call) =>
    list(
      call,
      call.tenant.store.in(virtualMachines).by('subscription', param(call, 'subscription').toLowerCase()),
    ),
  );
  powerAction(arm, 'start', 'running');
  powerAction(arm, 'restart', 'running');
  powerAction(arm, 'deallocate', 'deallocated');
  powerAction(arm, 'powerOff', 'stopped');
}

function wantsInstanceView(call: ArmCall): boolean {
  return call.query.get('$expand')?.toLowerCase() === 'instanceview';
}

function list(call: ArmCall, found: readonly VirtualMachine[]): ApiReply {
  return ok({ value: found.map((vm) => virtualMachineView(call.tenant, vm, wantsInstanceView(call))) });
}

function powerAction(
  arm: ArmRoutes,
  name: 'start' | 'restart' | 'deallocate' | 'powerOff',
  to: RestingPowerState,
): void {
  const compute = name === 'deallocate' ? 'delete-vm' : 'update-vm';
  const options = { action: `${VM_TYPE}/${name}/action`, apiVersions, compute } as const;
  arm.post(`${VM_PATTERN}/${name}`, options, (call) => {
    const vm = virtualMachineOf(call);
    if (name === 'restart' && powerStateOf(call.tenant, vm) !== 'running') {
      throw new ApiError(
        409,
        'OperationNotAllowed',
        `The VM '${vm.name}' is not running and cannot be restarted.`,
      );
    }
    const ms = name === 'restart' || powerStateOf(call.tenant, vm) !== to ? workMs(call, to) : 0;
    const endsAtMs = call.tenant.clock.now() + ms;
    movePower(call, vm, to, endsAtMs, name === 'restart');
    const { subscription } = scopeParts(vm.resourceId);
    const subject = `${vm.id}/power`;
    return {
      status: 202,
      headers: startOperation(call, { subscription, location: vm.location, subject, endsAtMs }, true),
    };
  });
}

function workMs(call: ArmCall, to: RestingPowerState): number {
  return durationMs(call.tenant, to === 'running' ? 'vmStart' : 'vmStop');
}

function movePower(
  call: ArmCall,
  vm: VirtualMachine,
  to: RestingPowerState,
  untilMs: number,
  reboots: boolean,
): void {
  const { tenant } = call;
  if (to !== 'running' || reboots) interruptRunCommands(tenant, vm);
  tenant.store.in(virtualMachines).put({ ...vm, power: powerAtRest(call, vm), moving: { to, untilMs } });
  const machine = tenant.store.in(machines).get(vm.vmId);
  if (machine?.rebootPending === true) tenant.store.in(machines).put({ ...machine, rebootPending: false });
}

function powerAtRest(call: ArmCall, { moving, power }: VirtualMachine): RestingPowerState {
  return moving !== undefined && call.tenant.clock.now() >= moving.untilMs ? moving.to : power;
}
