import { z } from 'zod';
import { partnerPresenceSchema } from '../partner-presence';
import { SUBSCRIPTION_STATES } from '../subscription-record';

const at = z.string();
const atOrNever = z.string().nullable();

const subscription = z.object({
  id: z.string().nullable(),
  resource: z.string(),
  state: z.enum(SUBSCRIPTION_STATES),
  createdAt: at,
  expiresAt: at,
  renewedAt: at,
  askedAt: atOrNever,
  lastNotificationAt: atOrNever,
});

const sweep = z.object({
  name: z.string(),
  savedAt: atOrNever,
  lastRoundEndedAt: atOrNever,
  lagSeconds: z.number().nullable(),
  isLate: z.boolean(),
  isFullRound: z.boolean(),
  isUnderWay: z.boolean(),
  pages: z.int(),
  entries: z.int(),
  hints: z.int(),
  resyncs: z.int(),
});

/** EventsStatus (domain/events-status) as it is sent. */
export const eventsStatusSchema = z.object({
  isWell: z.boolean(),
  at,
  path: z.enum(['webhook', 'event-grid']),
  subscriptions: z.array(subscription),
  sweeps: z.array(sweep),
  partners: partnerPresenceSchema.extend({ polledAt: at }).nullable(),
});

/** `status` alone to anybody; to a reader also how events stand. */
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  /** Release of the app. */
  version: z.string().optional(),
  events: eventsStatusSchema.optional(),
});
export type Health = z.infer<typeof healthSchema>;
