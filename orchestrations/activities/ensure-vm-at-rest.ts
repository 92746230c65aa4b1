import type { Desktops } from '../../shared/clients/desktops';
import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import type { HostRecord } from '../../shared/domain/host-record';
import { secondsToOpening, windowBan } from '../../shared/domain/may-write';
import { done, later, refused, type Stop } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';

interface Deps {
  machines: VirtualMachines;
  desktops: Desktops;
  hosts: HostRecords;
  now: () => Date;
}

/**
 * The machine is left as it should be after work on it: deallocated where we started it, restarted where the installer
 * asked for that, and left alone where somebody has a session. Whoever is signed in is never interrupted; a restart that
 * is still owed then is made the next time the host is looked at. A restart waits for the maintenance window; switching
 * off what was started for an install does not. Safe to repeat.
 */
export const ensureVmAtRest =
  ({ machines, desktops, hosts, now }: Deps): Act<'ensureVmAtRest'> =>
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
    else {
      const closed = whileClosed(record, now());
      if (closed) return closed;
      await machines.restart(vmResourceId);
    }
    const rested: HostRecord = { ...record, isStartedByUs: false, isRestartPending: false };
    return written(await hosts.replace(rested, etag), did);
  };

function whileClosed({ wanted }: HostRecord, now: Date): Stop | undefined {
  const work = { window: wanted?.window ?? null, nowMs: now.getTime() };
  return windowBan(work) && later('window-closed', secondsToOpening(work));
}

const written = (answer: 'written' | 'conflict', did: 'restarted' | 'deallocated' | 'left-to-session') =>
  answer === 'written' ? done({ did }) : later('vm-starting', 1);
