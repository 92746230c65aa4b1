import { z } from 'zod';
import { noticeSchema } from '../notice';
import { auditEntryViewSchema } from './audit-view';
import { guestViewSchema, timelineEntrySchema } from './guest-view';

/** Everything that is held about one guest and can be found by its id: the answer to somebody who asks. */
export const guestExportSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  id: z.string(),
  pseudonym: z.string().nullable().meta({ description: 'what the guest is called in the audit' }),
  guest: guestViewSchema.nullable(),
  invited: z.object({ invitedBy: z.string(), sponsor: z.string().nullable(), at: z.string() }).nullable(),
  timeline: z.array(timelineEntrySchema),
  orderTimeline: z.array(timelineEntrySchema),
  orders: z.array(z.unknown()).meta({ description: 'what was asked of the offboarding part' }),
  hosts: z.array(z.string()).meta({ description: 'hosts whose records name the guest' }),
  plans: z.array(z.string()).meta({ description: 'plans that name the guest' }),
  notices: z.array(noticeSchema),
  sightings: z.array(z.object({ day: z.string(), leftOut: z.int(), sightings: z.array(z.unknown()) })),
  audit: z.array(auditEntryViewSchema).meta({ description: 'entries that name the pseudonym' }),
  elsewhere: z.array(z.string()).meta({ description: 'where else to look' }),
});
export type GuestExport = z.input<typeof guestExportSchema>;

/** What an export cannot hold, because it cannot be found by the guest's id, or lies outside the tables. */
export const ELSEWHERE: readonly string[] = [
  'ledgers of hosts, groups and jobs: object ids in the evidence of steps',
  'frozen plans and evidence bundles: those of the plans above',
  'logs of the app, by run id',
  'the tenant itself: the user, its memberships, sign-in logs, the disk of its desktop',
];
