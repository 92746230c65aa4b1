import { type Typed } from 'rhea';
import { decodeMessage, Reader } from '../amqp/rhea-internals';
import { mapPairs, readSections } from '../message/amqp-sections';

/** A request to `$cbs` or `$management`. */
export interface RequestMessage {
  messageId: unknown;
  replyTo: string | undefined;
  properties: Readonly<Record<string, unknown>>;
  /** The body, if it is plain text. */
  text: string | undefined;
  /** The body's entries as the client typed them, if it is a map. */
  entries: ReadonlyMap<string, Typed>;
}

/** Throws on bytes that are no message. */
export function readRequest(bytes: Buffer): RequestMessage {
  const message = decodeMessage(bytes);
  const { rest } = readSections(bytes);
  const body = rest.length > 0 ? new Reader(rest).read() : undefined;
  const isMap = body !== undefined && Array.isArray(body.value) && !Array.isArray(message['body']);
  return {
    messageId: message['message_id'],
    replyTo: typeof message['reply_to'] === 'string' ? message['reply_to'] : undefined,
    properties: (message['application_properties'] ?? {}) as Record<string, unknown>,
    text: typeof message['body'] === 'string' ? message['body'] : undefined,
    entries: new Map(isMap ? mapPairs(body).map(([name, , value]) => [name, value]) : []),
  };
}
