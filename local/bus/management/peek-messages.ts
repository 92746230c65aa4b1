import { amqpBinary, amqpList, amqpMap, amqpString } from '../amqp/rhea-internals';
import { stampMessage } from '../message/stamp-message';
import { type ManagementOperation } from './management-operation';

/** Source: "Message browsing", learn.microsoft.com: at most 250 messages in one answer. */
const MOST = 250;

/** Shows messages without locking them: active, locked and scheduled ones, by sequence number. */
export const peekMessages: ManagementOperation = (queue, body) => {
  const limit = Math.min(body.integer('message-count'), MOST);
  const messages = queue.peek(body.integer('from-sequence-number'), limit);
  if (messages.length === 0) return Promise.resolve('no-content');
  const entries = messages.map((message) =>
    amqpMap([amqpString('message'), amqpBinary(stampMessage(message))]),
  );
  return Promise.resolve(amqpMap([amqpString('messages'), amqpList(entries)]));
};
