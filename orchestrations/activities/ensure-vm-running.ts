import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import type { HostRecord } from '../../shared/domain/host-record';
import type { HostId } from '../../shared/domain/ids';
import { done, later, refused, type Stop } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';
import { vmTarget } from './vm-target';

interface Deps {
  machines: VirtualMachines;
  hosts: HostRecords;
}

const START_TAKES_SECONDS = 15;

/**
 * The machine runs and its agent answers afterwards; started only where the partner's policy allows (when, the permit
 * says), and then the record says so first, so that it is deallocated again. Safe to repeat.
 */
export const ensureVmRunning =
  (deps: Deps): Act<'ensureVmRunning'> =>
  async ({ host }) => {
    const target = await vmTarget(deps.hosts, host);
    if (target.kind === 'stop') return target.stop;
    const { powerState, isAgentReady, location } = await deps.machines.read(target.vmResourceId);
    if (powerState === 'running')
      return isAgentReady ? done({ location }) : later('vm-starting', START_TAKES_SECONDS);
    const ban = startBan(target.wanted, powerState);
    if (ban) return ban;
    if (powerState !== 'starting') {
      if (!(await markStarted(deps.hosts, host))) return later('vm-starting', 1);
      await deps.machines.start(target.vmResourceId);
    }
    return later('vm-starting', START_TAKES_SECONDS);
  };

function startBan(
  { startVm, window }: NonNullable<HostRecord['wanted']>,
  powerState: string,
): Stop | undefined {
  if (startVm === 'always' || (startVm === 'window' && window !== null)) return undefined;
  const message = `the machine is ${powerState} and the partner's policy says startVm: ${startVm}`;
  return refused('vm-not-running', message);
}

/** False = somebody else wrote the record at the same moment: nothing is started before it says who did. */
async function markStarted(hosts: HostRecords, host: HostId): Promise<boolean> {
  const stored = await hosts.read(host);
  if (stored === undefined) return false;
  if (stored.value.isStartedByUs) return true;
  return (await hosts.replace({ ...stored.value, isStartedByUs: true }, stored.etag)) === 'written';
}
