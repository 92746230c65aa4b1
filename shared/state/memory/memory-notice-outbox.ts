import { noticeKey, type Notice } from '../../domain/notice';
import type { NoticeOutbox } from '../notice-outbox';
import { MemoryRows } from './memory-rows';

const keyOf = (notice: Notice): string => `${notice.about} ${noticeKey(notice)}`;

/** {@link NoticeOutbox} in memory, for tests: forgets all when it is dropped. */
export function memoryNoticeOutbox(): NoticeOutbox {
  const rows = new MemoryRows<Notice>('Notices');
  return {
    add: async (notice) => ((await rows.insert(keyOf(notice), notice)) === 'written' ? 'added' : 'known'),
    read: ({ about, key }) => rows.read(`${about} ${key}`),
    waiting: async () => (await rows.list()).filter(({ value }) => value.state === 'waiting'),
    page: async ({ state }, after, top) => {
      const from = after === undefined ? '' : `${after.about} ${after.key}`;
      return (await rows.list())
        .map(({ value }) => value)
        .filter((notice) => keyOf(notice) > from && (state === undefined || notice.state === state))
        .slice(0, top)
        .map((notice) => ({ place: { about: notice.about, key: noticeKey(notice) }, notice }));
    },
    replace: (notice, etag) => rows.replace(keyOf(notice), notice, etag),
    purgeBefore: async (at, most) =>
      (await rows.removeWhere((notice) => notice.state !== 'waiting' && notice.recordedAt < at, most)).length,
    forget: async (about) => {
      await rows.removeWhere((notice) => notice.about === about);
    },
  };
}
