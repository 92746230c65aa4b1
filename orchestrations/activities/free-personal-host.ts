import type { Desktops } from '../../shared/clients/desktops';
import type { Directory } from '../../shared/clients/directory';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import type { HostRecord } from '../../shared/domain/host-record';
import type { GuestId } from '../../shared/domain/ids';
import { done, later } from '../../shared/domain/outcome';
import { receiptOf, type Receipt } from '../../shared/domain/receipt';
import { runId, type Subject } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { longestWaiting, partnersFor } from '../../shared/domain/waiting-for-host';
import type { HostRecords } from '../../shared/state/hosts';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';
import type { Act } from './activity';

interface Deps {
  directory: Directory;
  desktops: Desktops;
  hosts: HostRecords;
  partners: Partners;
  subjects: Subjects;
  hints: HintBus;
  now: () => Date;
}

const READ_BACK_AGAIN_SECONDS = 5;

/**
 * The personal hosts leased to the guest are nobody's afterwards, and `dirty`: their disks keep the guest's files.
 * A host that somebody gave to another user meanwhile stays as it is; only our lease ends. The host's own run is
 * hinted, and takes the client away where nobody uses it any more; so is the guest who has waited longest for a host, where
 * the policy takes one as it was left. A host that is adopted stays the guest's: `stays` names it. Safe to repeat.
 */
export const freePersonalHost =
  (deps: Deps): Act<'freePersonalHost'> =>
  async ({ guest, partner, life }) => {
    const principal = await deps.directory.readUserPrincipalName(guest);
    const receipts: Receipt[] = [];
    const stays: string[] = [];
    for (const { value, etag } of await deps.hosts.leasedTo(guest)) {
      if (value.target.kind !== 'vm') continue;
      if (value.lease.kind === 'leased' && value.lease.owner === 'adopted') {
        stays.push(`${value.host} stays: adopted`);
        continue;
      }
      const unassigned = await unassign(deps, value.target.sessionHostId, principal);
      if (unassigned === 'still-assigned') return later('not-replicated', READ_BACK_AGAIN_SECONDS);
      const by = runId(life.subject, life.run);
      const freed = dirty(value, { guest, partner, by }, deps.now());
      if ((await deps.hosts.replace(freed, etag)) === 'conflict') return later('client-pending', 1);
      const next = await nextFor(deps, freed);
      await deps.hints.send(
        [{ kind: 'host' as const, id: value.host }, ...next].map((to) => hintFor(to, `${by}-freed`)),
      );
      // Whoever was assigned by somebody else kept the host: only our lease ended.
      const wasAssigned = unassigned !== 'another-user';
      const before = { lease: 'leased', isAssigned: wasAssigned };
      const images = { before, after: { lease: 'dirty', isAssigned: false } };
      receipts.push(receiptOf('host-released', guest, value.host, images, deps.now()));
    }
    return done({ receipts, ...(stays.length > 0 && { stays }) });
  };

/** Who may have the host as it is now and has waited longest. */
async function nextFor({ partners, subjects }: Deps, freed: HostRecord): Promise<Subject[]> {
  const waiting: SubjectRow[] = [];
  for (const { partner } of partnersFor(await partners.list(), freed))
    for await (const row of subjects.list({ kind: 'guest', state: 'held', partner })) waiting.push(row);
  return longestWaiting(waiting, 1).map(({ subject }) => subject);
}

interface Freeing {
  guest: GuestId;
  partner: string;
  /** The run that frees it. */
  by: string;
}

function dirty(record: HostRecord, { guest, partner, by }: Freeing, at: Date): HostRecord {
  const lease = { kind: 'dirty' as const, lastGuest: guest, lastPartner: partner, at: at.toISOString(), by };
  const isClientThere = record.proved !== null || record.wanted !== null;
  return { ...record, lease, isClientUnwanted: isClientThere };
}

async function unassign(
  { desktops, directory }: Deps,
  sessionHostId: string,
  principal: string | undefined,
): Promise<'free' | 'another-user' | 'still-assigned'> {
  const host = await desktops.readSessionHost(sessionHostId);
  if (!host?.assignedUser) return 'free';
  const isTheirs =
    principal === undefined
      ? !(await directory.isPrincipalKnown(host.assignedUser))
      : host.assignedUser.toLowerCase() === principal.toLowerCase();
  if (!isTheirs) return 'another-user';
  await desktops.unassignUser(sessionHostId);
  const seen = await desktops.readSessionHost(sessionHostId);
  return seen?.assignedUser ? 'still-assigned' : 'free';
}
