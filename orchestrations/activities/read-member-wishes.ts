import { groupId } from '../../shared/domain/ids';
import { done } from '../../shared/domain/outcome';
import type { MemberOutbox } from '../../shared/state/member-outbox';
import type { Act } from './activity';

/** Most wishes one round takes on, so that a run's history stays short. */
const MOST = 200;

/** The wishes that wait for this group and were not refused yet. Changes nothing. */
export const readMemberWishes =
  (outbox: MemberOutbox): Act<'readMemberWishes'> =>
  async ({ life }) => {
    const wishes = (await outbox.list(groupId(life.subject.id))).filter(
      ({ value }) => value.refused === null,
    );
    const wanting = (operation: 'add' | 'remove') =>
      wishes.filter(({ value }) => value.operation === operation).map(({ value }) => value.member);
    return done({ add: wanting('add').slice(0, MOST), remove: wanting('remove').slice(0, MOST) });
  };
