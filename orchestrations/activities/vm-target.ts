import type { HostRecord } from '../../shared/domain/host-record';
import type { HostId } from '../../shared/domain/ids';
import { refused, type Stop } from '../../shared/domain/outcome';
import type { HostRecords } from '../../shared/state/hosts';

export type VmTarget =
  | { kind: 'vm'; vmResourceId: string; wanted: NonNullable<HostRecord['wanted']> }
  | { kind: 'stop'; stop: Stop };

/** The machine behind a host and the client wanted on it; a refusal where the host is none, or nothing is wanted. */
export async function vmTarget(hosts: HostRecords, host: HostId): Promise<VmTarget> {
  const record = (await hosts.read(host))?.value;
  if (record?.target.kind !== 'vm' || record.wanted === null) {
    return {
      kind: 'stop',
      stop: refused('not-found', `host ${host} is no virtual machine on which a client is wanted`),
    };
  }
  return { kind: 'vm', vmResourceId: record.target.vmResourceId, wanted: record.wanted };
}
