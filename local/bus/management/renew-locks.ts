import { amqpMap, amqpString, amqpTimestampArray } from '../amqp/rhea-internals';
import { type ManagementOperation } from './management-operation';

/** Starts the locks' time anew; answers with their new ends. */
export const renewLocks: ManagementOperation = (queue, body) => {
  const expirations = body.lockTokens('lock-tokens').map((token) => queue.renewLock(token));
  return Promise.resolve(amqpMap([amqpString('expirations'), amqpTimestampArray(expirations)]));
};
