import type { HintBus } from '../../shared/clients/hint-bus';
import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import { hintFor } from '../../shared/domain/hint';
import type { GuestId } from '../../shared/domain/ids';
import { done, later, refused } from '../../shared/domain/outcome';
import { runId, type Subject } from '../../shared/domain/subject';
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
 * Keeps what was proved or refused about the host's client, clears the run command away, and wakes the guest
 * who waits. A guest whose run is asking at this moment finds the answer itself. Safe to repeat.
 */
export const recordClient =
  ({ hosts, machines, subjects, hints, now }: Deps): Act<'recordClient'> =>
  async ({ host, proved, refused: refusal, command, life }) => {
    const stored = await hosts.read(host);
    if (stored === undefined) return refused('not-found', `there is no record of host ${host}`);
    const record = stored.value;
    const seen = proved === null ? record.proved : { version: proved.version, at: now().toISOString() };
    if ((await hosts.replace({ ...record, proved: seen, refused: refusal }, stored.etag)) === 'conflict') {
      return later('client-pending', 1);
    }
    if (command !== null && record.target.kind === 'vm')
      await machines.removeRunCommand(record.target.vmResourceId, command);
    if (record.lease.kind === 'leased' && !(await isAsking(subjects, record.lease.guest))) {
      const guest: Subject = { kind: 'guest', id: record.lease.guest };
      await hints.send([hintFor(guest, `${runId(life.subject, life.run)}-client`)]);
    }
    return done({ recorded: true });
  };

/** A live, opened run polls the record or parks with an alarm: a hint would only cost it a second look. */
async function isAsking(subjects: Subjects, guest: GuestId): Promise<boolean> {
  const row = await subjects.read({ kind: 'guest', id: guest });
  return row?.value.live === true && row.value.token !== null;
}
