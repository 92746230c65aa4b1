import type { CloudPcs } from '../../shared/clients/cloud-pcs';
import type { Desktops, UserSession } from '../../shared/clients/desktops';
import type { HostRecord } from '../../shared/domain/host-record';
import type { GuestId } from '../../shared/domain/ids';
import { receiptOf, type Receipt } from '../../shared/domain/receipt';

interface Deps {
  desktops: Desktops;
  cloudPcs: CloudPcs;
  now: () => Date;
}

/** Logs the guest off a session host, and lists again: `left` is what the service still shows. Safe to repeat. */
export async function logOffAll(
  { desktops, now }: Omit<Deps, 'cloudPcs'>,
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

/** Starts a Cloud PC anew, where somebody may be signed in to it. */
export async function reboot(
  { cloudPcs, now }: Omit<Deps, 'desktops'>,
  guest: GuestId,
  id: string,
): Promise<Receipt[]> {
  const cloudPc = await cloudPcs.readCloudPc(id);
  const isUsable = cloudPc?.status.startsWith('provisioned') ?? false;
  if (cloudPc === undefined || (!isUsable && cloudPc.status !== 'inGracePeriod')) return [];
  await cloudPcs.reboot(id);
  const images = { before: { status: cloudPc.status }, after: null };
  return [receiptOf('cloud-pc-rebooted', guest, id, images, now())];
}
