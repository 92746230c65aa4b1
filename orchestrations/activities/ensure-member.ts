import type { GroupMembers } from '../../shared/clients/group-members';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { done, later, refused } from '../../shared/domain/outcome';
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
 * The guest is a direct member of the group afterwards. Writes no membership itself: it leaves a wish for the
 * group's own run and answers `later` until that run has read the membership back. Safe to repeat.
 */
export const ensureMember =
  ({ members, outbox, hints, permit, now }: Deps): Act<'ensureMember'> =>
  async ({ life, guest, partner, group, isPlanned = false }) => {
    const wish = await outbox.read(group, guest);
    if (wish?.value.refused) {
      await outbox.remove(group, guest, wish.etag);
      return refused(wish.value.refused.code, wish.value.refused.message);
    }
    if (wish?.value.operation === 'add' && life.waitedSeconds > 0)
      return later('members-pending', ASK_AGAIN_SECONDS);
    if (wish === undefined && (await members.isMember(group, guest)))
      return done({ changed: life.waitedSeconds > 0 });
    const ban = await permit(partner, guest, { isPlanned });
    if (ban) return ban;
    const asked = {
      group,
      member: guest,
      operation: 'add' as const,
      partner,
      isPlanned,
      askedAt: now().toISOString(),
      refused: null,
    };
    await outbox.put(asked);
    await hints.send([hintFor({ kind: 'group', id: group }, `${runId(life.subject, life.run)}-member`)]);
    return later('members-pending', ASK_AGAIN_SECONDS);
  };
