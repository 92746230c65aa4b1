import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { noticeKey, noticeSchema, type Notice } from '../../domain/notice';
import type { NoticeOutbox, NoticePlace } from '../notice-outbox';
import type { RowShape } from './row-shape';
import { TableRows } from './table-rows';

const shape: RowShape<Notice> = {
  table: 'Notices',
  keyOf: (notice) => ({ partitionKey: notice.about, rowKey: noticeKey(notice) }),
  columns: ({ state, recordedAt, kind }) => ({ state, recordedAt, kind }),
  detail: (notice) => notice,
  schema: z.object({ detail: noticeSchema }).transform(({ detail }) => detail),
};

/**
 * {@link NoticeOutbox} in Azure Table Storage. What waits is found by a filter over the table, which holds three months of
 * notices at most: a few pages of a thousand rows.
 */
export function tableNoticeOutbox(client: TableClient): NoticeOutbox {
  const rows = new TableRows(client, shape);
  return {
    add: async (notice) => ((await rows.insert(notice)) === 'written' ? 'added' : 'known'),
    read: ({ about, key }) => rows.read({ partitionKey: about, rowKey: key }),
    waiting: () => rows.list(odata`state eq ${'waiting'}`),
    page: async ({ state }, after, top) => {
      const filters = [
        ...(after === undefined ? [] : [behind(after)]),
        ...(state === undefined ? [] : [odata`state eq ${state}`]),
      ];
      const found: Notice[] = [];
      for await (const page of rows.pages(filters.join(' and '), Math.min(top, 1000))) {
        found.push(...page.map(({ value }) => value));
        if (found.length >= top) break;
      }
      return found
        .slice(0, top)
        .map((notice) => ({ place: { about: notice.about, key: noticeKey(notice) }, notice }));
    },
    replace: (notice, etag) => rows.replace(notice, etag),
    purgeBefore: (at, most) => rows.removePage(odata`state ne ${'waiting'} and recordedAt lt ${at}`, most),
    forget: async (about) => {
      await rows.removeAll(odata`PartitionKey eq ${about}`);
    },
  };
}

const behind = ({ about, key }: NoticePlace): string =>
  odata`(PartitionKey gt ${about} or (PartitionKey eq ${about} and RowKey gt ${key}))`;
