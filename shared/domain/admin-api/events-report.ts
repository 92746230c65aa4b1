import { z } from 'zod';

const sweptChange = z.object({
  guest: z.string(),
  group: z.string().nullable(),
  fact: z.string(),
  verdict: z.enum(['announced', 'late', 'missed']),
  foundAt: z.string(),
  foundBy: z.enum(['sweep', 'resync']),
  changedAt: z.string().nullable(),
  notBefore: z.string().nullable(),
  announcedAt: z.string().nullable(),
  lateBySeconds: z.number().nullable(),
  isAtMost: z.boolean(),
});

const oddNotification = z.object({
  guest: z.string(),
  group: z.string().nullable(),
  verdict: z.enum(['duplicate', 'out-of-order']),
  at: z.string(),
  by: z.string(),
  eventAt: z.string().nullable(),
});

/** What the sweeps found in a span of time, and what notifications had said of it. */
export const eventsReportSchema = z.object({
  since: z.string(),
  until: z.string(),
  totals: z.object({
    changesSwept: z.int(),
    announced: z.int(),
    late: z.int(),
    missed: z.int(),
    worstLateBySeconds: z.number().nullable(),
    notifications: z.int(),
    duplicates: z.int(),
    outOfOrder: z.int(),
    unnumbered: z.int(),
    leftOut: z.int(),
  }),
  changes: z.array(sweptChange),
  odd: z.array(oddNotification),
  rowsLeftOff: z.int(),
});
export type EventsReport = z.infer<typeof eventsReportSchema>;
