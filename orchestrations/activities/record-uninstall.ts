import type { VirtualMachines } from '../../shared/clients/virtual-machines';
import type { HostRecord } from '../../shared/domain/host-record';
import { done, later, refused } from '../../shared/domain/outcome';
import { receiptOf } from '../../shared/domain/receipt';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';

interface Deps {
  machines: VirtualMachines;
  hosts: HostRecords;
  now: () => Date;
}

/**
 * Keeps what came of the removal that was begun and clears its command away. What a guest who has the host by now wants
 * of it stays as it is. Safe to repeat: a second time nothing is under way, and nothing is receipted.
 */
export const recordUninstall =
  ({ machines, hosts, now }: Deps): Act<'recordUninstall'> =>
  async ({ host, isGone, isRestartPending }) => {
    const stored = await hosts.read(host);
    if (stored === undefined) return refused('not-found', `there is no record of host ${host}`);
    const { removing, ...record } = stored.value;
    if (removing === undefined) return done({ receipts: [] });
    if (record.target.kind === 'vm')
      await machines.removeRunCommand(record.target.vmResourceId, removing.command);
    const after: HostRecord = {
      ...(isGone ? withoutWish(record) : record),
      isRestartPending: isRestartPending || record.isRestartPending,
    };
    if ((await hosts.replace(after, stored.etag)) === 'conflict') return later('uninstall-pending', 1);
    const images = { before: { version: removing.version }, after: { version: null } };
    return done({
      receipts: isGone ? [receiptOf('client-removed', removing.guest, host, images, now())] : [],
    });
  };

const withoutWish = (record: HostRecord): HostRecord =>
  record.lease.kind === 'leased'
    ? record
    : { ...record, wanted: null, refused: null, waiting: [], notBefore: null, isClientUnwanted: false };
