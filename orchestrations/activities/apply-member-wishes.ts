import type { GroupMembers } from '../../shared/clients/group-members';
import { RetryableError, TerminalError } from '../../shared/domain/codes';
import { groupId, partnerId, type GroupId, type GuestId } from '../../shared/domain/ids';
import { done, later } from '../../shared/domain/outcome';
import { receiptOf, type Receipt } from '../../shared/domain/receipt';
import type { Ledger } from '../../shared/state/ledger';
import type { MemberOutbox, MemberWish } from '../../shared/state/member-outbox';
import type { Versioned } from '../../shared/state/subjects';
import type { Act } from './activity';
import { noteReceipts } from './note-receipts';
import type { WritePermit } from './write-permit';

interface Deps {
  members: GroupMembers;
  outbox: MemberOutbox;
  permit: WritePermit;
  ledger: Ledger;
  now: () => Date;
}

type Stored = Versioned<MemberWish>;
const READ_BACK_AGAIN_SECONDS = 2;

/**
 * Grants up to 20 wishes of one kind: one PATCH for additions, one by one where that fails (it is all or
 * nothing) and for removals; each is read back, and its receipt written, before its wish goes. A wish the service
 * refuses, or the partner's mode forbids, keeps the refusal for whoever asked. Safe to repeat.
 */
export const applyMemberWishes =
  (deps: Deps): Act<'applyMemberWishes'> =>
  async ({ life, operation, members: asked }) => {
    const group = groupId(life.subject.id);
    const wishes = await allowedWishes(deps, group, operation, asked);
    const taken =
      operation === 'add' ? await addAll(deps, group, wishes) : await removeAll(deps, group, wishes);
    let pending = taken.pending;
    const seen = await deps.members.membersAmong(
      group,
      taken.wishes.map(({ value }) => value.member),
    );
    const granted = taken.wishes.filter(({ value }) => seen.has(value.member) === (operation === 'add'));
    pending += taken.wishes.length - granted.length;
    const receipts = granted.map(({ value }) => receiptFor(value, deps.now()));
    await noteReceipts(deps, life, 'applyMemberWishes', receipts);
    for (const { value, etag } of granted) await deps.outbox.remove(group, value.member, etag);
    return pending > 0
      ? later('not-replicated', READ_BACK_AGAIN_SECONDS)
      : done({ applied: taken.wishes.length });
  };

/** Who asked had read that the membership was not as it wished. */
function receiptFor({ operation, member, group, askedBy }: MemberWish, at: Date): Receipt {
  const isAdded = operation === 'add';
  const images = { before: { isMember: !isAdded }, after: { isMember: isAdded } };
  const receipt = receiptOf(isAdded ? 'member-added' : 'member-removed', member, group, images, at);
  return askedBy === undefined ? receipt : { ...receipt, run: askedBy };
}

async function allowedWishes(
  { outbox, permit }: Deps,
  group: GroupId,
  operation: MemberWish['operation'],
  asked: readonly GuestId[],
): Promise<Stored[]> {
  const stored = await Promise.all(asked.map((member) => outbox.read(group, member)));
  const allowed: Stored[] = [];
  for (const wish of stored) {
    if (wish?.value.operation !== operation || wish.value.refused !== null) continue;
    const { partner, member, isPlanned = false } = wish.value;
    const ban = await permit(partnerId(partner), member, {
      isPlanned,
      ...(operation === 'remove' && { leaves: group }),
    });
    if (ban?.kind === 'refused') await outbox.refuse(wish.value, wish.etag, ban);
    else allowed.push(wish);
  }
  return allowed;
}

/** The wishes the service took, and how many must be asked again because the user is not replicated yet. */
interface Taken {
  wishes: readonly Stored[];
  pending: number;
}

async function removeAll({ members }: Deps, group: GroupId, wishes: readonly Stored[]): Promise<Taken> {
  for (const { value } of wishes) await members.removeMember(group, value.member);
  return { wishes, pending: 0 };
}

const isFresh = (error: unknown) => error instanceof RetryableError && error.reason === 'not-replicated';

async function addAll(deps: Deps, group: GroupId, wishes: readonly Stored[]): Promise<Taken> {
  if (wishes.length === 0) return { wishes, pending: 0 };
  try {
    await deps.members.addMembers(
      group,
      wishes.map(({ value }) => value.member),
    );
    return { wishes, pending: 0 };
  } catch (error) {
    if (!(error instanceof TerminalError) && !isFresh(error)) throw error;
    return addEach(deps, group, wishes);
  }
}

async function addEach({ members, outbox }: Deps, group: GroupId, wishes: readonly Stored[]): Promise<Taken> {
  const taken: Stored[] = [];
  let pending = 0;
  for (const wish of wishes) {
    try {
      await members.ensureMember(group, wish.value.member);
      taken.push(wish);
    } catch (error) {
      if (isFresh(error)) pending += 1;
      else if (error instanceof TerminalError) {
        await outbox.refuse(wish.value, wish.etag, { code: error.code, message: error.message });
      } else throw error;
    }
  }
  return { wishes: taken, pending };
}
