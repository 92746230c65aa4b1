import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import { done, later, refused } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';
import { vmTarget } from './vm-target';

interface Deps {
  machines: VirtualMachines;
  hosts: HostRecords;
}

const START_TAKES_SECONDS = 15;

/** The machine runs and its agent answers afterwards; started only where the partner's policy allows. Safe to repeat. */
export const ensureVmRunning =
  ({ machines, hosts }: Deps): Act<'ensureVmRunning'> =>
  async ({ host, life }) => {
    const target = await vmTarget(hosts, host);
    if (target.kind === 'stop') return target.stop;
    const machine = await machines.read(target.vmResourceId);
    const isRunning = machine.powerState === 'running';
    if (isRunning && machine.isAgentReady) return done({ changed: life.waitedSeconds > 0 });
    if (isRunning) return later('vm-starting', START_TAKES_SECONDS);
    if (target.wanted.startVm !== 'always') {
      const message = `the machine is ${machine.powerState} and the partner's policy says startVm: ${target.wanted.startVm}`;
      return refused('vm-not-running', message);
    }
    if (machine.powerState !== 'starting') await machines.start(target.vmResourceId);
    return later('vm-starting', START_TAKES_SECONDS);
  };
