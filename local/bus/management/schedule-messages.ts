import { BrokerRefusal } from '../amqp/broker-refusal';
import { amqpLongArray, amqpMap, amqpString } from '../amqp/rhea-internals';
import { MAX_MESSAGE_BYTES } from '../message/message-content';
import { readMessages } from '../message/read-message';
import { type ManagementOperation } from './management-operation';

/** Accepts messages for later; answers with the sequence numbers by which they can be cancelled. */
export const scheduleMessages: ManagementOperation = async (queue, body) => {
  const contents = body.list('messages').flatMap((entry) => {
    const { message } = entry as { message?: unknown };
    if (!Buffer.isBuffer(message)) {
      throw new BrokerRefusal(
        'com.microsoft:argument-error',
        "Each of the request's 'messages' must hold an encoded 'message'.",
      );
    }
    if (message.length > MAX_MESSAGE_BYTES) {
      throw new BrokerRefusal(
        'amqp:link:message-size-exceeded',
        `A scheduled message exceeds ${MAX_MESSAGE_BYTES} bytes.`,
      );
    }
    return readMessages(message, undefined);
  });
  return amqpMap([amqpString('sequence-numbers'), amqpLongArray(await queue.enqueue(contents))]);
};

export const cancelScheduledMessages: ManagementOperation = async (queue, body) => {
  await queue.cancelScheduled(body.integers('sequence-numbers'));
  return 'ok';
};
