import type { GroupMembers } from '../../shared/clients/group-members';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { done, later, refused } from '../../shared/domain/outcome';
import { receiptOf } from '../../shared/domain/receipt';
import { runId } from '../../shared/domain/subject';
import type { MemberOutbox } from '../../shared/state/member-outbox';
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

/**
 * The guest is no direct member of the group afterwards; a group that is gone has no members. Writes no membership
 * itself: it leaves a wish for the group's own run and answers `later` until that run has read it back. Safe to repeat.
 */
export const removeMember =
  ({ members, outbox, hints, permit, now }: Deps): Act<'removeMember'> =>
  async ({ life, guest, partner, group, isPlanned }) => {
    const wish = await outbox.read(group, guest);
    if (wish?.value.refused) {
      await outbox.remove(group, guest, wish.etag);
      return refused(wish.value.refused.code, wish.value.refused.message);
    }
    if (wish?.value.operation === 'remove' && life.waitedSeconds > 0)
      return later('members-pending', ASK_AGAIN_SECONDS);
    if (wish === undefined && !(await members.isMember(group, guest))) {
      const images = { before: { isMember: true }, after: { isMember: false } };
      const receipt = receiptOf('member-removed', guest, group, images, now());
      return done({ receipts: life.waitedSeconds > 0 ? [receipt] : [] });
    }
    const ban = isPlanned ? undefined : await permit(partner, guest);
    if (ban) return ban;
    const askedAt = now().toISOString();
    await outbox.put({ group, member: guest, operation: 'remove', partner, askedAt, refused: null });
    await hints.send([hintFor({ kind: 'group', id: group }, `${runId(life.subject, life.run)}-leave`)]);
    return later('members-pending', ASK_AGAIN_SECONDS);
  };
