import type { GroupMembers } from '../../shared/clients/group-members';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { done, later, refused, type Stop } from '../../shared/domain/outcome';
import { receiptOf } from '../../shared/domain/receipt';
import { runId } from '../../shared/domain/subject';
import type { MemberOutbox, MemberWish } from '../../shared/state/member-outbox';
import type { Versioned } from '../../shared/state/subjects';
import type { Act } from './activity';
import type { WritePermit } from './write-permit';

interface Deps {
  members: GroupMembers;
  outbox: MemberOutbox;
  hints: HintBus;
  permit: WritePermit;
  now: () => Date;
}

/** The group's run gathers for a second before it writes; asking again sooner finds nothing new. */
const ASK_AGAIN_SECONDS = 2;
const LEFT = { before: { isMember: true }, after: { isMember: false } };

/**
 * The guest is no direct member of the group afterwards; a group that is gone has no members. Writes no membership
 * itself: it leaves a wish for the group's own run and answers `later` until that run has read it back. Safe to repeat.
 */
export const removeMember =
  ({ members, outbox, hints, permit, now }: Deps): Act<'removeMember'> =>
  async ({ life, guest, partner, group, isPlanned }) => {
    const wish = await outbox.read(group, guest);
    const answer = wish === undefined ? undefined : await answerOf(outbox, wish, life.waitedSeconds > 0);
    if (answer !== undefined) return answer;
    if (wish === undefined && !(await members.isMember(group, guest))) {
      const receipt = receiptOf('member-removed', guest, group, LEFT, now());
      return done({ receipts: life.waitedSeconds > 0 ? [receipt] : [] });
    }
    const ban = await permit(partner, guest, { isPlanned, leaves: group });
    if (ban) return ban;
    const askedAt = now().toISOString();
    const askedBy = runId(life.subject, life.run);
    const wanted = { group, member: guest, operation: 'remove' as const, partner, isPlanned };
    await outbox.put({ ...wanted, askedAt, askedBy, refused: null });
    await hints.send([hintFor({ kind: 'group', id: group }, `${askedBy}-leave`)]);
    return later('members-pending', ASK_AGAIN_SECONDS);
  };

/** What the group's run said of the wish; undefined = the wish is to be made. */
async function answerOf(
  outbox: MemberOutbox,
  { value, etag }: Versioned<MemberWish>,
  hasAsked: boolean,
): Promise<Stop | undefined> {
  if (value.refused !== null) {
    await outbox.remove(value.group, value.member, etag);
    return refused(value.refused.code, value.refused.message);
  }
  return value.operation === 'remove' && hasAsked ? later('members-pending', ASK_AGAIN_SECONDS) : undefined;
}
