import { z } from 'zod';

/**
 * One item of a change-notification delivery (changeNotification, Graph v1.0, checked November 2026). `id` and
 * `resourceData` are optional for directory objects; lifecycle items carry no resource.
 */
const notificationSchema = z.object({
  subscriptionId: z.string().min(1),
  tenantId: z.string().optional(),
  clientState: z.string().optional(),
  changeType: z.string().optional(),
  lifecycleEvent: z.string().optional(),
  resource: z.string().optional(),
  resourceData: z
    .looseObject({
      id: z.string().optional(),
      /** Members that joined or left a group; a name may be missing for other changes of the group. */
      'members@delta': z.array(z.looseObject({ id: z.string() })).optional(),
    })
    .optional(),
});

export const notificationCollectionSchema = z.object({ value: z.array(notificationSchema).max(1000) });
export type Notification = z.infer<typeof notificationSchema>;
