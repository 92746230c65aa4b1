import { type ServiceBusReceivedMessage } from '@azure/service-bus';
import { type TypedData } from '../app/registered-function';
import { toTypedData } from '../app/typed-data';

/**
 * What a trigger's metadata says of one message, by the names of the .NET extension (facts 1.5; the list beyond
 * those is UNVERIFIED: from its published documentation, trigger metadata section). Absent values are left out.
 */
function describe(message: ServiceBusReceivedMessage): Record<string, unknown> {
  return {
    MessageId: message.messageId,
    // The .NET side counts deliveries from 1, the JavaScript client from 0: one place adds the one.
    DeliveryCount: (message.deliveryCount ?? 0) + 1,
    SequenceNumber: message.sequenceNumber?.toNumber(),
    EnqueuedTimeUtc: message.enqueuedTimeUtc,
    ExpiresAtUtc: message.expiresAtUtc,
    LockToken: message.lockToken,
    ContentType: message.contentType,
    CorrelationId: message.correlationId,
    Subject: message.subject,
    Label: message.subject,
    ReplyTo: message.replyTo,
    To: message.to,
    SessionId: message.sessionId,
    ReplyToSessionId: message.replyToSessionId,
    PartitionKey: message.partitionKey,
    DeadLetterSource: message.deadLetterSource,
    ApplicationProperties: message.applicationProperties ?? {},
    UserProperties: message.applicationProperties ?? {},
  };
}

/** The metadata of a function that takes one message. */
export function messageMetadata(message: ServiceBusReceivedMessage): Record<string, TypedData> {
  return present(Object.entries(describe(message)));
}

/** The metadata of a function that takes many: every name with `Array` behind it, one entry per message. */
export function batchMetadata(messages: readonly ServiceBusReceivedMessage[]): Record<string, TypedData> {
  const described = messages.map(describe);
  const names = new Set(described.flatMap((one) => Object.keys(one)));
  return present([...names].map((name) => [`${name}Array`, valuesOf(described, name)]));
}

function valuesOf(described: readonly Record<string, unknown>[], name: string): unknown[] | undefined {
  const values = described.map((one) => one[name] ?? null);
  return values.some((value) => value !== null) ? values : undefined;
}

function present(entries: readonly (readonly [string, unknown])[]): Record<string, TypedData> {
  const known = entries.filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, typed(value)]));
}

/** Times travel as text, lists of text as a collection, as the host's converter does it. */
function typed(value: unknown): TypedData {
  if (value instanceof Date) return { string: value.toISOString() };
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return { collectionString: { string: value } };
  return toTypedData(value);
}
