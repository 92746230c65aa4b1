import { z } from 'zod';
import { machines } from '../arm/machine';
import { allDurations, durationsInput, setDurations } from '../arm/simulated-durations';
import { interruptRunCommands, settleRunCommands } from '../arm/run-command';
import { virtualMachines, type VirtualMachine } from '../arm/virtual-machine';
import { controlAction } from '../control/control-action';
import { ControlFailure } from '../control/control-failure';
import type { TenantContext } from '../core/tenant-context';
import { sessionHosts } from './session-host';

/** What is done to the machines below the desktops from outside: by an admin in the portal, or by bad luck. */
export const machineActions = {
  setDurations: controlAction(
    'Sets how many seconds simulated work takes',
    durationsInput,
    ({ tenant }, input) =>
      tenant.commit(() => {
        setDurations(tenant, input);
        return allDurations(tenant);
      }),
  ),
  showMachine: controlAction(
    'Shows what a virtual machine holds, as somebody in front of it would see',
    z.strictObject({ name: z.string().describe('name of the virtual machine') }),
    ({ tenant }, { name }) =>
      tenant.commit(() => {
        const vm = vmByName(tenant, name);
        settleRunCommands(tenant, vm);
        const machine = tenant.store.in(machines).get(vm.vmId);
        if (machine === undefined) throw new ControlFailure(`The virtual machine '${name}' holds nothing`);
        return machine;
      }),
  ),
  setMachine: controlAction(
    'Changes what a virtual machine is and holds',
    z.strictObject({
      name: z.string().describe('name of the virtual machine'),
      power: z.enum(['running', 'deallocated', 'stopped']).optional(),
      agentReady: z.boolean().optional(),
      osBuild: z.string().optional(),
      editionId: z.string().optional(),
      entraJoined: z.boolean().optional(),
      domainJoined: z.boolean().optional(),
      clientVersion: z.string().nullable().optional().describe('null: the client is not installed'),
      plannedExits: z.array(z.number().int()).optional().describe('exit codes of the next installer runs'),
      logLines: z.number().int().nonnegative().optional().describe('lines that installers print'),
    }),
    ({ tenant }, { name, power, agentReady, clientVersion, ...held }) =>
      tenant.commit(() => {
        const vm = vmByName(tenant, name);
        settleRunCommands(tenant, vm);
        if (power !== undefined && power !== 'running') interruptRunCommands(tenant, vm);
        tenant.store.in(virtualMachines).put(moved(vm, power, agentReady));
        const machine = tenant.store.in(machines).get(vm.vmId);
        if (machine === undefined) throw new ControlFailure(`The virtual machine '${name}' holds nothing`);
        const client = clientVersion === undefined ? {} : { client: clientOf(clientVersion) };
        const given = Object.fromEntries(Object.entries(held).filter(([, value]) => value !== undefined));
        return tenant.store.in(machines).put({ ...machine, ...client, ...given });
      }),
  ),
  setSessionHost: controlAction(
    'Changes the status, the health checks or the assignment of a session host',
    z.strictObject({
      name: z.string(),
      status: z.string().optional(),
      allowNewSession: z.boolean().optional(),
      assignedUser: z.string().nullable().optional().describe('user principal name'),
      failedChecks: z
        .array(
          z.strictObject({
            name: z.string(),
            message: z.string().default(''),
            errorCode: z.number().default(-1),
          }),
        )
        .optional(),
    }),
    ({ tenant }, { name, ...changes }) =>
      tenant.commit(() => {
        const host = tenant.store
          .in(sessionHosts)
          .all()
          .find((one) => one.name === name);
        if (host === undefined) throw new ControlFailure(`There is no session host '${name}'`);
        const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
        return tenant.store.in(sessionHosts).put({ ...host, ...given });
      }),
  ),
};

function clientOf(version: string | null): { version: string } | null {
  return version === null ? null : { version };
}

function moved(
  vm: VirtualMachine,
  power: VirtualMachine['power'] | undefined,
  agentReady: boolean | undefined,
): VirtualMachine {
  const { moving, ...rest } = vm;
  const atRest =
    power === undefined ? { ...rest, ...(moving === undefined ? {} : { moving }) } : { ...rest, power };
  return { ...atRest, agentReady: agentReady ?? vm.agentReady };
}

function vmByName(tenant: TenantContext, name: string): VirtualMachine {
  const all = tenant.store.in(virtualMachines).all();
  const found = all.find((vm) => vm.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new ControlFailure(
    `There is no virtual machine '${name}'; known are ${all.map((vm) => vm.name).join(', ')}`,
  );
}
