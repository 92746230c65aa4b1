import { z } from 'zod';

/** Items one delivery holds at most; Graph batches up to this many (UNVERIFIED, no page gives a number). */
const MOST_ITEMS = 1000;

const text = z.string().max(512);

/**
 * One item of a change-notification delivery (changeNotification, Graph v1.0, checked November 2026). `id` and
 * `resourceData` are optional for directory objects; lifecycle items carry no resource.
 */
export const notificationSchema = z.object({
  subscriptionId: text.min(1),
  tenantId: text.optional(),
  clientState: text.optional(),
  changeType: text.optional(),
  lifecycleEvent: text.optional(),
  resource: text.optional(),
  resourceData: z
    .looseObject({
      id: text.optional(),
      /** Documented on the Event Grid page only; their presence in webhooks is UNVERIFIED. */
      eventTime: text.optional(),
      sequenceNumber: z.number().optional(),
      /** Members that joined or left a group; a name may be missing for other changes of the group. */
      'members@delta': z
        .array(z.looseObject({ id: z.string(), '@removed': z.unknown().optional() }))
        .optional(),
    })
    .optional(),
});

export const notificationCollectionSchema = z.object({
  value: z.array(notificationSchema).max(MOST_ITEMS),
  validationTokens: z.array(z.string().max(8192)).max(20).nullish(),
});
export type Notification = z.infer<typeof notificationSchema>;
