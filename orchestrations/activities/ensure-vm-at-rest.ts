import type { Desktops } from '../../shared/clients/desktops';
import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import type { HostRecord } from '../../shared/domain/host-record';
import { done, later, refused } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';

interface Deps {
  machines: VirtualMachines;
  desktops: Desktops;
  hosts: HostRecords;
}

/**
 * The machine is left as it should be after work on it: deallocated where we started it, restarted where the installer
 * asked for that, and left alone where somebody has a session. Whoever is signed in is never interrupted; a restart that
 * is still owed then is made the next time the host is looked at. Safe to repeat.
 */
export const ensureVmAtRest =
  ({ machines, desktops, hosts }: Deps): Act<'ensureVmAtRest'> =>
  async ({ host }) => {
    const stored = await hosts.read(host);
    if (stored?.value.target.kind !== 'vm')
      return refused('not-found', `host ${host} is no virtual machine we know`);
    const { value: record, etag } = stored;
    const { vmResourceId, sessionHostId } = stored.value.target;
    if (!record.isStartedByUs && !record.isRestartPending) return done({ did: 'nothing' });
    const seen = await desktops.readSessionHost(sessionHostId);
    // A count the service does not tell is taken for somebody who is there.
    if (seen !== undefined && seen.sessions !== 0) {
      return written(await hosts.replace({ ...record, isStartedByUs: false }, etag), 'left-to-session');
    }
    const did = record.isStartedByUs ? 'deallocated' : 'restarted';
    if (did === 'deallocated') await machines.deallocate(vmResourceId);
    else await machines.restart(vmResourceId);
    const rested: HostRecord = { ...record, isStartedByUs: false, isRestartPending: false };
    return written(await hosts.replace(rested, etag), did);
  };

const written = (answer: 'written' | 'conflict', did: 'restarted' | 'deallocated' | 'left-to-session') =>
  answer === 'written' ? done({ did }) : later('vm-starting', 1);
