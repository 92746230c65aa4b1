import { type Typed } from 'rhea';
import { v4 as uuid } from 'uuid';
import { BrokerRefusal } from '../amqp/broker-refusal';
import { amqpList, amqpMap, amqpString, described, plainValue } from '../amqp/rhea-internals';
import {
  encodeSections,
  mapPairs,
  readDataSections,
  readSections,
  SECTION,
  type AmqpSections,
} from './amqp-sections';
import { type MessageContent } from './message-content';

const SCHEDULED_ENQUEUE_TIME = 'x-opt-scheduled-enqueue-time';
/** Set by the broker on delivery; a copy that a client sends back (a resent dead letter, say) is dropped. */
const BROKER_ANNOTATIONS = new Set([
  'x-opt-sequence-number',
  'x-opt-enqueued-time',
  'x-opt-locked-until',
  'x-opt-message-state',
  'x-opt-enqueue-sequence-number',
  'x-opt-deadletter-source',
  SCHEDULED_ENQUEUE_TIME,
]);

/** Service Bus sends many messages in one transfer under this format: data sections, each a whole message. */
export const BATCH_MESSAGE_FORMAT = 0x8001_3700;

/** Reads what one transfer carries. Throws a BrokerRefusal that says the bytes are no message. */
export function readMessages(bytes: Buffer, format: number | undefined): MessageContent[] {
  try {
    const sections = readSections(bytes);
    if (format !== BATCH_MESSAGE_FORMAT) return [readContent(sections)];
    return readDataSections(sections.rest).map((message) => readContent(readSections(message)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrokerRefusal('amqp:decode-error', `The message could not be read: ${reason}`);
  }
}

/** Shared: an empty buffer for each message would take more memory than its name. */
const NO_ANNOTATIONS = Buffer.alloc(0);

const field = (section: Typed | undefined, index: number): unknown =>
  plainValue((section?.value as Typed[] | undefined)?.[index]);
const numberOr = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** The service names a message its sender left nameless; the JavaScript client's lock renewal depends on it. */
function withMessageId(properties: Typed | undefined): { messageId: string; properties: Typed } {
  const given = field(properties, 0);
  const name = Buffer.isBuffer(given) ? given.toString('hex') : (given as string | number | null | undefined);
  if (properties !== undefined && name !== undefined && name !== null)
    return { messageId: String(name), properties };
  const messageId = uuid().replaceAll('-', '');
  const others = ((properties?.value ?? []) as Typed[]).slice(1);
  return {
    messageId,
    properties: described(SECTION.properties, amqpList([amqpString(messageId), ...others])),
  };
}

/** Bytes that stay: outside Node's buffer pool, whose slabs would live as long as the one message in them that does. */
function ownBytes(parts: readonly Buffer[]): Buffer {
  const own = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) at += part.copy(own, at);
  return own;
}

function readContent(sections: AmqpSections): MessageContent {
  const { messageId, properties } = withMessageId(sections.properties);
  const annotations = mapPairs(sections.messageAnnotations);
  const scheduled = annotations.find(([name]) => name === SCHEDULED_ENQUEUE_TIME)?.[2];
  const kept = annotations
    .filter(([name]) => !BROKER_ANNOTATIONS.has(name))
    .flatMap(([, key, value]) => [key, value]);
  const ttlMs = numberOr(field(sections.header, 2));
  const priority = numberOr(field(sections.header, 1));
  return {
    messageId,
    ...(ttlMs !== undefined && { ttlMs }),
    ...(priority !== undefined && { priority }),
    ...(scheduled !== undefined && { scheduledForMs: Number(plainValue(scheduled)) }),
    annotations:
      kept.length === 0
        ? NO_ANNOTATIONS
        : encodeSections([described(SECTION.messageAnnotations, amqpMap(kept))]),
    sections: ownBytes([encodeSections([properties, sections.applicationProperties]), sections.rest]),
  };
}
