import type { NoticeKind } from '../../shared/domain/notice';
import { noticeReader } from '../../shared/domain/notice-rules';
import { freshNotice } from '../../shared/domain/notice-schedule';
import { done } from '../../shared/domain/outcome';
import { subjectKey } from '../../shared/domain/subject';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { NoticeOutbox } from '../../shared/state/notice-outbox';
import type { Partners } from '../../shared/state/partners';
import type { Act } from './activity';
import type { WritePermit } from './write-permit';

interface Deps {
  noticeOutbox: NoticeOutbox;
  partners: Partners;
  invitedGuests: InvitedGuests;
  permit: WritePermit;
  digestHours: number;
  now: () => Date;
}

/**
 * Leaves a row for each notice whose reader the partner's policy tells; a timer sends them. The row of a notice is
 * written once, whatever is repeated. Of a guest for whom nothing may be written nobody is told: then there are no rows.
 */
export const recordNotices =
  (deps: Deps): Act<'recordNotices'> =>
  async ({ life, guest, partner, notices }) => {
    const policy = (await deps.partners.read(partner))?.value;
    if (policy === undefined || (await deps.permit(partner, guest)) !== undefined)
      return done({ recorded: [] });
    const sponsor = (await deps.invitedGuests.read(guest))?.sponsor ?? policy.sponsor ?? null;
    const recorded: NoticeKind[] = [];
    for (const notice of notices) {
      const reader = noticeReader(notice.kind, policy.notices, { guest, sponsor });
      if (reader === undefined) continue;
      const about = { about: subjectKey(life.subject), guest, partner };
      const row = { ...notice, ...about, ...reader };
      await deps.noticeOutbox.add(freshNotice(row, deps.now().getTime(), deps.digestHours));
      recorded.push(notice.kind);
    }
    return done({ recorded });
  };
