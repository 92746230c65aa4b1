import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Desktops, UserSession } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { HostRecord } from '../../shared/domain/host-record';
import type { GuestId } from '../../shared/domain/ids';
import { done, later } from '../../shared/domain/outcome';
import { receiptOf, type Receipt } from '../../shared/domain/receipt';
import type { HostRecords } from '../../shared/state/hosts';
import type { Act } from './activity';

interface Deps {
  directory: Directory;
  desktops: Desktops;
  cloudPcs: CloudPcs;
  hosts: HostRecords;
  now: () => Date;
}

const LOOK_AGAIN_SECONDS = 5;

/**
 * No session of the guest is left on the desktops that are leased to it: logged off on session hosts, and listed
 * again; a Cloud PC, whose sessions nobody can list, is started anew once for each pass. Safe to repeat: what is
 * gone is gone, and a Cloud PC that starts twice ends nobody's work twice.
 */
export const endSessions =
  (deps: Deps): Act<'endSessions'> =>
  async ({ guest, life }) => {
    const principal = await deps.directory.readUserPrincipalName(guest);
    const receipts: Receipt[] = [];
    let open = 0;
    for (const { value } of await deps.hosts.leasedTo(guest)) {
      if (value.target.kind === 'vm') {
        const ended = await logOffAll(deps, guest, value, principal);
        receipts.push(...ended.receipts);
        open += ended.left;
      } else if (life.waitedSeconds === 0) {
        receipts.push(...(await reboot(deps, guest, value.host)));
      }
    }
    return open > 0 ? later('session-open', LOOK_AGAIN_SECONDS) : done({ receipts });
  };

async function logOffAll(
  { desktops, now }: Deps,
  guest: GuestId,
  record: HostRecord,
  principal: string | undefined,
): Promise<{ receipts: Receipt[]; left: number }> {
  if (record.target.kind !== 'vm') return { receipts: [], left: 0 };
  const { sessionHostId } = record.target;
  const host = await desktops.readSessionHost(sessionHostId);
  // Of a guest whose account is gone nobody tells the name any more; the personal host still bears it.
  const owner = (principal ?? host?.assignedUser)?.toLowerCase();
  if (host === undefined || owner === undefined) return { receipts: [], left: 0 };
  const isTheirs = (session: UserSession) => session.userPrincipalName?.toLowerCase() === owner;
  const receipts: Receipt[] = [];
  for (const session of (await desktops.listUserSessions(sessionHostId)).filter(isTheirs)) {
    await desktops.logOff(session.id);
    const images = { before: { state: session.state }, after: null };
    receipts.push(receiptOf('session-ended', guest, session.id, images, now()));
  }
  const left = (await desktops.listUserSessions(sessionHostId)).filter(isTheirs).length;
  return { receipts, left };
}

async function reboot({ cloudPcs, now }: Deps, guest: GuestId, id: string): Promise<Receipt[]> {
  const cloudPc = await cloudPcs.readCloudPc(id);
  const isUsable = cloudPc?.status.startsWith('provisioned') ?? false;
  if (cloudPc === undefined || (!isUsable && cloudPc.status !== 'inGracePeriod')) return [];
  await cloudPcs.reboot(id);
  const images = { before: { status: cloudPc.status }, after: null };
  return [receiptOf('cloud-pc-rebooted', guest, id, images, now())];
}
