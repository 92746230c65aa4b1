import { type ServiceBusReceivedMessage, type ServiceBusReceiver } from '@azure/service-bus';
import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';

/**
 * Completes or abandons messages. A settlement that fails (most often: the lock ran out meanwhile) is logged and
 * no more: the broker delivers the message again, which at-least-once allows.
 */
export async function settle(
  receiver: ServiceBusReceiver,
  messages: readonly ServiceBusReceivedMessage[],
  hasSucceeded: boolean,
  log: HostLog,
): Promise<void> {
  const settleOne = (message: ServiceBusReceivedMessage): Promise<unknown> =>
    hasSucceeded ? receiver.completeMessage(message) : receiver.abandonMessage(message);
  const results = await Promise.allSettled(messages.map(settleOne));
  const failures = results.filter((result) => result.status === 'rejected');
  const [first] = failures;
  if (!first) return;
  const verb = hasSucceeded ? 'completed' : 'abandoned';
  const text = `${failures.length} of ${messages.length} messages of ${receiver.entityPath} could not be ${verb} and will be delivered again: ${errorText(first.reason)}`;
  log({ level: 'warning', source: 'host', text });
}
