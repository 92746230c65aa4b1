import type { Notice } from '../domain/notice';
import type { Versioned } from './subjects';

/** What names one notice: whom it is about, and its key. */
export interface NoticePlace {
  about: string;
  key: string;
}

/**
 * Notices to send, and those that were: a row that is there keeps its notice from being sent again. Partition = whom it
 * is about, row = kind, occasion and reader. No row holds an address or a name.
 */
export interface NoticeOutbox {
  /** Keeps the notice unless it is known. Safe to repeat: the first one stays, with what became of it. */
  add(notice: Notice): Promise<'added' | 'known'>;
  read(place: NoticePlace): Promise<Versioned<Notice> | undefined>;
  /** All that wait to be sent. */
  waiting(): Promise<Versioned<Notice>[]>;
  /** As many as `top` that come after `after` (undefined = from the first), in the order of their places. */
  page(
    filter: { state?: Notice['state'] },
    after: NoticePlace | undefined,
    top: number,
  ): Promise<{ place: NoticePlace; notice: Notice }[]>;
  /** Replaces the row if it is still the one that was read. `conflict`: somebody else took it up. */
  replace(notice: Notice, etag: string): Promise<'written' | 'conflict'>;
  /**
   * Forgets what was sent or dropped and was recorded before `at` (ISO 8601), `most` at once; gives how many. So long a
   * notice keeps an equal one from being sent again. Safe to repeat.
   */
  purgeBefore(at: string, most: number): Promise<number>;
  /** Forgets all notices about one subject, whatever became of them. Safe to repeat. */
  forget(about: string): Promise<void>;
}
