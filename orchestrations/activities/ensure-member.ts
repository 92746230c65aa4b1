import type { GroupMembers } from '../../shared/clients/group-members';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { done, later, refused, type Outcome, type Stop } from '../../shared/domain/outcome';
import { receiptOf, type Receipt } from '../../shared/domain/receipt';
import { runId } from '../../shared/domain/subject';
import type { MemberOutbox } from '../../shared/state/member-outbox';
import type { ActivityInput } from '../contract';
import type { Act } from './activity';
import type { WritePermit } from './write-permit';

interface Deps {
  members: GroupMembers;
  outbox: MemberOutbox;
  hints: HintBus;
  permit: WritePermit;
  now: () => Date;
}

type Input = ActivityInput<'ensureMember'>;

/** The group's run gathers for a second before it writes; asking again sooner finds nothing new. */
const ASK_AGAIN_SECONDS = 2;
const JOINED = { before: { isMember: false }, after: { isMember: true } };

/**
 * The guest is a direct member of the group afterwards. Writes no membership itself: it leaves a wish for the
 * group's own run and answers `later` until that run has read the membership back. Safe to repeat.
 */
export const ensureMember =
  (deps: Deps): Act<'ensureMember'> =>
  async (input) =>
    (await answerSoFar(deps, input)) ?? (await leaveWish(deps, input));

/** What is known without a new wish; undefined = one has to be left. */
async function answerSoFar(
  { members, outbox, now }: Deps,
  { life, guest, group, isKnownAbsent }: Input,
): Promise<Outcome<{ changed: boolean; receipts: Receipt[] }> | undefined> {
  const wish = await outbox.read(group, guest);
  if (wish?.value.refused) {
    await outbox.remove(group, guest, wish.etag);
    return refused(wish.value.refused.code, wish.value.refused.message);
  }
  const hasWaited = life.waitedSeconds > 0;
  if (wish !== undefined)
    return hasWaited && wish.value.operation === 'add'
      ? later('members-pending', ASK_AGAIN_SECONDS)
      : undefined;
  // Who the directory has just said is not in the group, nested membership included, is not asked about again.
  if (isKnownAbsent === true && !hasWaited) return undefined;
  if (!(await members.isMember(group, guest))) return undefined;
  const receipts = hasWaited ? [receiptOf('member-added', guest, group, JOINED, now())] : [];
  return done({ changed: hasWaited, receipts });
}

async function leaveWish(
  { outbox, hints, permit, now }: Deps,
  { life, guest, partner, group, isPlanned = false }: Input,
): Promise<Stop> {
  const ban = await permit(partner, guest, { isPlanned });
  if (ban) return ban;
  const askedAt = now().toISOString();
  const askedBy = runId(life.subject, life.run);
  await outbox.put({
    group,
    member: guest,
    operation: 'add',
    partner,
    isPlanned,
    askedAt,
    askedBy,
    refused: null,
  });
  await hints.send([hintFor({ kind: 'group', id: group }, `${askedBy}-member`)]);
  return later('members-pending', ASK_AGAIN_SECONDS);
}
