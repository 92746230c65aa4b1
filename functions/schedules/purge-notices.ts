import type { InvocationContext } from '@azure/functions';
import type { NoticeOutbox } from '../../shared/state/notice-outbox';

interface Deps {
  noticeOutbox: NoticeOutbox;
  now: () => Date;
}

/** So long a notice that was sent keeps an equal one from being sent again. */
const KEPT_DAYS = 90;

/** Forgets notices that were sent or dropped three months ago. Safe to repeat. */
export const purgeNotices =
  ({ noticeOutbox, now }: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const before = new Date(now().getTime() - KEPT_DAYS * 86_400_000).toISOString();
    const purged = await noticeOutbox.purgeBefore(before);
    if (purged > 0) context.info(`Forgot ${purged} notice(s) recorded before ${before}`);
  };
