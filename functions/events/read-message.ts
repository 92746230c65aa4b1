import { z } from 'zod';
import { hintSchema, type Hint } from '../../shared/domain/hint';
import { sha256, type TenantId } from '../../shared/domain/ids';
import { notificationHints } from './notification-hints';
import { notificationSchema } from './notification-collection';

/** What a message of the hints queue turned out to be. */
export type QueueMessage =
  | { kind: 'hints'; hints: Hint[] }
  /** Graph asks for a subscription to be reauthorised. */
  | { kind: 'reauthorize'; subscriptionId: string }
  /** An event that is not ours to act on: an endpoint being tried out, another tenant's, another type. */
  | { kind: 'foreign'; why: string }
  | { kind: 'malformed'; problem: string };

/**
 * A Graph event as Event Grid puts it on the queue (CloudEvents 1.0; Microsoft Entra events and Subscribe to Graph
 * API events, 2023). There is no UserCreated: creation and soft deletion are updates.
 */
const cloudEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  type: z.string(),
  time: z.string().optional(),
  data: notificationSchema,
});

const ABOUT_OBJECTS = /^microsoft\.graph\.(user|group)(updated|deleted)$/i;
const ABOUT_SUBSCRIPTIONS = /^microsoft\.graph\.subscription(reauthorizationrequired|removed|missed)$/i;

/**
 * Reads a message: a hint of ours, or a Graph event that came straight from an Event Grid partner topic. Who may
 * send to the queue is the queue's own access control; all such a message can do is have a guest looked at.
 */
export function readMessage(message: unknown, tenantId: TenantId | null, at: string): QueueMessage {
  const hint = hintSchema.safeParse(message);
  if (hint.success) return { kind: 'hints', hints: [hint.data] };
  const event = cloudEventSchema.safeParse(message);
  if (event.success) return readEvent(event.data, tenantId, at);
  const isEvent = typeof message === 'object' && message !== null && 'specversion' in message;
  const [issue] = (isEvent ? event : hint).error.issues;
  const where = issue?.path.join('.');
  return { kind: 'malformed', problem: [where, issue?.message].filter(Boolean).join(': ') };
}

function readEvent(
  { id, type, data }: z.output<typeof cloudEventSchema>,
  tenantId: TenantId | null,
  at: string,
): QueueMessage {
  if (data.subscriptionId === 'NA') return { kind: 'foreign', why: 'an endpoint being tried out' };
  if (tenantId === null || data.tenantId?.toLowerCase() !== tenantId)
    return { kind: 'foreign', why: 'an event of another tenant' };
  if (ABOUT_SUBSCRIPTIONS.test(type)) return { kind: 'reauthorize', subscriptionId: data.subscriptionId };
  if (!ABOUT_OBJECTS.test(type)) return { kind: 'foreign', why: `an event of the type ${type.slice(0, 80)}` };
  const changeType = type.toLowerCase().endsWith('deleted') ? 'deleted' : 'updated';
  // An event that is delivered again must say the same hint again.
  const name = `grid-${sha256(id).slice(0, 32)}`;
  const hints = notificationHints([{ ...data, changeType }], { by: 'event-grid', at });
  return { kind: 'hints', hints: hints.map((hint, index) => ({ ...hint, hintId: `${name}-${index}` })) };
}
