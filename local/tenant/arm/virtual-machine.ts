import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';
import { param } from '../core/api-call';
import type { ArmCall } from '../core/arm-routes';
import { armResourceNotFound, groupScope, resourceKey, scopeParts } from './resource-id';

export const VM_TYPE = 'Microsoft.Compute/virtualMachines';
export const VM_PATTERN =
  '/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Compute/virtualMachines/{vmName}';

/** What follows `PowerState/`. */
export type PowerState = 'running' | 'deallocated' | 'stopped' | 'starting' | 'deallocating' | 'stopping';
export type RestingPowerState = 'running' | 'deallocated' | 'stopped';

export interface VirtualMachine {
  /** Key of the resource id. */
  id: string;
  /** As written. */
  resourceId: string;
  name: string;
  location: string;
  /** The machine's GUID: key of what it holds. */
  vmId: string;
  size: string;
  imageSku: string;
  power: RestingPowerState;
  /** Being started or stopped until then. */
  moving?: { to: RestingPowerState; untilMs: number };
  agentReady: boolean;
  createdAtMs: number;
}

export const virtualMachines = collection<VirtualMachine, 'group' | 'subscription'>('virtualMachines', {
  group: (vm) => resourceKey(vm.resourceId.replace(/\/providers\/.*$/i, '')),
  subscription: (vm) => scopeParts(vm.resourceId).subscription.toLowerCase(),
});

/** The machine named by the call's route; 404 otherwise. */
export function virtualMachineOf(call: ArmCall): VirtualMachine {
  const name = param(call, 'vmName');
  const found = virtualMachineById(call.tenant, `${groupScope(call)}/providers/${VM_TYPE}/${name}`);
  if (found === undefined) throw armResourceNotFound(call, VM_TYPE, name);
  return found;
}

/** The machine of a resource id, however it is written. */
export function virtualMachineById(tenant: TenantContext, resourceId: string): VirtualMachine | undefined {
  return tenant.store.in(virtualMachines).get(resourceKey(resourceId));
}

/** The power state at this moment of the tenant's clock. */
export function powerStateOf(tenant: TenantContext, vm: VirtualMachine): PowerState {
  const { moving } = vm;
  if (moving === undefined) return vm.power;
  if (tenant.clock.now() >= moving.untilMs) return moving.to;
  if (moving.to === 'running') return 'starting';
  return moving.to === 'deallocated' ? 'deallocating' : 'stopping';
}
