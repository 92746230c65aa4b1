import { z } from 'zod';
import { noticeSchema } from '../notice';

/** A notice as the admin API shows it. */
export const noticeViewSchema = noticeSchema.extend({
  key: z.string().meta({ description: 'kind, occasion and reader, as the outbox knows it' }),
  to: z.string().nullable().meta({ description: 'object id of the reader; null: the webhook’s' }),
  dueAt: z.string().meta({ description: 'at once, or with the sponsor’s next digest' }),
  trouble: noticeSchema.shape.trouble.meta({ description: 'why it was not sent, or is dropped' }),
});
export type NoticeView = z.infer<typeof noticeViewSchema>;
