import { z } from 'zod';
import { partnerId } from './ids';

/**
 * The operator's own message on the `partner-events` queue: a partner has gone. The docs carry it as JSON Schema
 * (docs/partner-event.schema.json). Unknown fields are errors: a typing mistake must not pass.
 */
export const partnerEventSchema = z.strictObject({
  v: z.literal(1).describe('Version of this form.'),
  eventId: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .describe('Names the event: the same event sent twice is one. Letters, digits, dot, underscore, hyphen.'),
  kind: z.literal('partner-left').describe('What happened: the engagement with the partner has ended.'),
  partner: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
    .describe('The partner’s short name, as its policy has it.'),
  at: z.iso.datetime().describe('When it happened, UTC.'),
  source: z
    .string()
    .regex(/^[^@]{1,100}$/)
    .describe('What says so, for example a contract system and its case number. No mail address.'),
});

/** What can say that a partner has gone. */
export type PartnerEventKind =
  'operator-message' | 'cross-tenant-access-removed' | 'connected-organization-removed' | 'entitlement-ended';

/**
 * Why each kind is believed. A message is as true as the queue's access control; what we read ourselves is as true
 * as Graph's answer over TLS, and is seen twice, or found in the audit log, before it counts.
 */
export const AUTHENTICITY: Readonly<Record<PartnerEventKind, string>> = {
  'operator-message':
    'sent by an identity that the queue partner-events lets send (role Azure Service Bus Data Sender)',
  'cross-tenant-access-removed': 'read from Graph by this app, twice or with an audit record of the removal',
  'connected-organization-removed':
    'read from Graph by this app, twice or with an audit record of the removal',
  'entitlement-ended':
    'read from Graph by this app, twice: the group that says who is entitled, which an access package may fill, exists and has no member any more',
};

export interface PartnerEvent {
  eventId: string;
  kind: PartnerEventKind;
  partner: ReturnType<typeof partnerId>;
  /** ISO 8601. */
  at: string;
  source: string;
}

/** The event a queue message tells. Pure. */
export function fromOperator(message: z.output<typeof partnerEventSchema>): PartnerEvent {
  const { eventId, at, source } = message;
  return { eventId, kind: 'operator-message', partner: partnerId(message.partner), at, source };
}
