import { asRefusal, refuseFeature } from '../amqp/broker-refusal';
import { amqpInt, amqpSymbol } from '../amqp/rhea-internals';
import { type AnswerRequest } from '../link/request-node';
import { type MessageQueue } from '../queue/message-queue';
import { type ManagementOperation } from './management-operation';
import { peekMessages } from './peek-messages';
import { renewLocks } from './renew-locks';
import { RequestBody } from './request-body';
import { cancelScheduledMessages, scheduleMessages } from './schedule-messages';
import { updateDisposition } from './update-disposition';

const OPERATIONS = new Map<string, ManagementOperation>([
  ['com.microsoft:peek-message', peekMessages],
  ['com.microsoft:schedule-message', scheduleMessages],
  ['com.microsoft:cancel-scheduled-message', cancelScheduledMessages],
  ['com.microsoft:renew-lock', renewLocks],
  ['com.microsoft:update-disposition', updateDisposition],
]);

/** What a client may ask for and does not get, by the feature it belongs to. */
const REFUSED = new Map<string, string>([
  ['com.microsoft:receive-by-sequence-number', 'deferral of messages (receive-by-sequence-number)'],
  ['com.microsoft:renew-session-lock', 'sessions (renew-session-lock)'],
  ['com.microsoft:get-session-state', 'sessions (get-session-state)'],
  ['com.microsoft:set-session-state', 'sessions (set-session-state)'],
  ['com.microsoft:get-message-sessions', 'sessions (get-message-sessions)'],
  ['com.microsoft:add-rule', 'topics and subscriptions (add-rule)'],
  ['com.microsoft:remove-rule', 'topics and subscriptions (remove-rule)'],
  ['com.microsoft:enumerate-rules', 'topics and subscriptions (enumerate-rules)'],
  ['com.microsoft:batch-delete-messages', 'batch deletion (batch-delete-messages)'],
]);

/**
 * Answers a queue's `$management` requests.
 * Source: "AMQP 1.0 in Azure Service Bus: request-response-based operations", learn.microsoft.com.
 */
export function answerManagement(queue: MessageQueue): AnswerRequest {
  return async (request) => {
    try {
      const operation = operationFor(String(request.properties['operation']));
      const result = await operation(queue, new RequestBody(request.entries));
      if (result === 'no-content') return { properties: status(204, 'No Content') };
      return { properties: status(200, 'OK'), ...(result !== 'ok' && { body: result }) };
    } catch (error) {
      const { statusCode, message, condition } = asRefusal(error);
      return { properties: { ...status(statusCode, message), errorCondition: amqpSymbol(condition) } };
    }
  };
}

const status = (statusCode: number, statusDescription: string): Record<string, unknown> => ({
  statusCode: amqpInt(statusCode),
  statusDescription,
});

function operationFor(name: string): ManagementOperation {
  const operation = OPERATIONS.get(name);
  if (operation !== undefined) return operation;
  throw refuseFeature(REFUSED.get(name) ?? `the management operation '${name}'`);
}
