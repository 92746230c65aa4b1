import { type Typed, types } from 'rhea';
import {
  amqpInt,
  amqpList,
  amqpLong,
  amqpMap,
  amqpSymbol,
  amqpTimestamp,
  amqpUint,
  described,
} from '../amqp/rhea-internals';
import { encodeSections, mapPairs, readSections, SECTION } from './amqp-sections';
import { type QueueMessage } from '../queue/queue-message';

/** The numbers of the client's message states. Source: @azure/service-bus 7.9, `state` of a received message. */
const STATES = { active: 0, scheduled: 2 } as const;

/**
 * The message as a receiver gets it: the broker's header and annotations in front of the sender's own bytes.
 * `delivery-count` counts earlier, failed deliveries, so a first delivery says 0.
 */
export function stampMessage(message: QueueMessage): Buffer {
  return Buffer.concat([encodeSections([header(message), annotations(message)]), message.sections]);
}

function header(message: QueueMessage): Typed {
  const ttlMs = message.expiresAtMs === undefined ? undefined : message.expiresAtMs - message.enqueuedAtMs;
  return described(
    SECTION.header,
    amqpList([
      types.wrap_boolean(true),
      types.wrap_ubyte(message.priority ?? 4),
      ttlMs === undefined ? types.wrap(null) : amqpUint(ttlMs),
      types.wrap_boolean(message.deliveryCount === 0),
      amqpUint(message.deliveryCount),
    ]),
  );
}

function annotations(message: QueueMessage): Typed {
  const items: Typed[] =
    message.annotations.length === 0
      ? []
      : mapPairs(readSections(message.annotations).messageAnnotations).flatMap(([, key, value]) => [
          key,
          value,
        ]);
  const set = (name: string, value: Typed): number => items.push(amqpSymbol(name), value);
  set('x-opt-sequence-number', amqpLong(message.sequenceNumber));
  set('x-opt-enqueue-sequence-number', amqpLong(message.sequenceNumber));
  set('x-opt-enqueued-time', amqpTimestamp(message.enqueuedAtMs));
  set('x-opt-message-state', amqpInt(STATES[message.state]));
  if (message.lock !== undefined) set('x-opt-locked-until', amqpTimestamp(message.lock.untilMs));
  if (message.scheduledForMs !== undefined)
    set('x-opt-scheduled-enqueue-time', amqpTimestamp(message.scheduledForMs));
  return described(SECTION.messageAnnotations, amqpMap(items));
}
