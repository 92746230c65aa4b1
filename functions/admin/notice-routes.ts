import { z } from 'zod';
import { NOTICE_STATES, noticeKey, type Notice } from '../../shared/domain/notice';
import { noticeViewSchema } from '../../shared/domain/admin-api/notice-view';
import type { AdminDeps } from './admin-deps';
import { continuation, readContinuation } from './continuation';
import { invalidRequest } from './request-errors';
import { reply, route } from './route';
import { NO_PARAMS, nextPage, pageQuery } from './route-schemas';

const listNotices = route({
  name: 'listNotices',
  method: 'GET',
  path: 'notices',
  role: 'Gatehouse.Reader',
  summary: 'Whom people were told of, or will be, and what stands in the way; a page at a time.',
  description: 'Ids only: addresses and names are read when a notice is sent, and kept nowhere.',
  params: NO_PARAMS,
  query: z.strictObject({ ...pageQuery, state: z.enum(NOTICE_STATES).optional() }),
  body: null,
  answer: z.object({ notices: z.array(noticeViewSchema), next: nextPage }),
  handle: async ({ query }, { noticeOutbox }: Pick<AdminDeps, 'noticeOutbox'>) => {
    const scope = `notices ${query.state ?? ''}`;
    const after = query.continue === undefined ? null : placeOf(readContinuation(scope, query.continue));
    if (after === undefined)
      return invalidRequest([{ at: 'continue', problem: 'is no continuation of this list' }]);
    const filter = query.state === undefined ? {} : { state: query.state };
    // One more than is shown: so the last page is known for the last.
    const found = await noticeOutbox.page(filter, after ?? undefined, query.top + 1);
    const shown = found.slice(0, query.top);
    const last = shown.at(-1)?.place;
    const isMore = found.length > query.top && last !== undefined;
    const next = isMore ? continuation(scope, `${last.about} ${last.key}`) : null;
    return reply({ notices: shown.map(({ notice }) => viewOf(notice)), next });
  },
});

/** Neither part holds a space. */
function placeOf(text: string | undefined): { about: string; key: string } | undefined {
  const [about, key] = text?.split(' ') ?? [];
  return about === undefined || key === undefined ? undefined : { about, key };
}

const viewOf = (notice: Notice): z.input<typeof noticeViewSchema> => ({ ...notice, key: noticeKey(notice) });

export const noticeRoutes = [listNotices] as const;
