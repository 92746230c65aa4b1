import type { HintBus } from '../../shared/clients/hint-bus';
import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import { hintFor } from '../../shared/domain/hint';
import type { HostRecord } from '../../shared/domain/host-record';
import type { GuestId } from '../../shared/domain/ids';
import { done, later, refused } from '../../shared/domain/outcome';
import { runId } from '../../shared/domain/subject';
import type { HostRecords } from '../../shared/state/hosts';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';

interface Deps {
  hosts: HostRecords;
  machines: VirtualMachines;
  subjects: Subjects;
  hints: HintBus;
  now: () => Date;
}

/**
 * Keeps what was proved or refused about the host's client, or until when the machine is left alone; clears the run
 * command away, and wakes every guest who waits for this host. A guest whose run is asking at this moment finds the
 * answer itself. Safe to repeat.
 */
export const recordClient =
  (deps: Deps): Act<'recordClient'> =>
  async ({ host, proved, refused: refusal, command, os, isRestartPending, notBefore, life }) => {
    const { hosts, machines, now } = deps;
    const stored = await hosts.read(host);
    if (stored === undefined) return refused('not-found', `there is no record of host ${host}`);
    const record = stored.value;
    const next: HostRecord = {
      ...record,
      proved: proved === null ? record.proved : { version: proved.version, at: now().toISOString() },
      os: os ?? record.os,
      refused: refusal,
      notBefore,
      isRestartPending: isRestartPending || record.isRestartPending,
    };
    // Cleared away first: guests who read the record are done with the host, and would be woken for nothing later.
    if (command !== null && record.target.kind === 'vm')
      await machines.removeRunCommand(record.target.vmResourceId, command);
    if ((await hosts.replace(next, stored.etag)) === 'conflict') return later('client-pending', 1);
    await wakeWaiting(deps, record, `${runId(life.subject, life.run)}-client`);
    return done({ recorded: true });
  };

async function wakeWaiting({ subjects, hints }: Deps, record: HostRecord, hintId: string): Promise<void> {
  const leasedTo = record.lease.kind === 'leased' ? [record.lease.guest] : [];
  const guests = [...new Set([...leasedTo, ...record.waiting])];
  const idle: GuestId[] = [];
  for (const guest of guests) if (!(await isAsking(subjects, guest))) idle.push(guest);
  if (idle.length > 0) await hints.send(idle.map((id) => hintFor({ kind: 'guest', id }, hintId)));
}

/** A live, opened run polls the record or parks with an alarm: a hint would only cost it a second look. */
async function isAsking(subjects: Subjects, guest: GuestId): Promise<boolean> {
  const row = await subjects.read({ kind: 'guest', id: guest });
  return row?.value.live === true && row.value.token !== null;
}
