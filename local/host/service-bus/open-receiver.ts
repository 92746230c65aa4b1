import { type ServiceBusClient, type ServiceBusReceiver } from '@azure/service-bus';
import { type QueueSettings } from './queue-settings';

const SUB_QUEUES = [
  { suffix: /\/\$transfer\/\$deadletterqueue$/i, subQueueType: 'transferDeadLetter' },
  { suffix: /\/\$deadletterqueue$/i, subQueueType: 'deadLetter' },
] as const;

/**
 * A peek-lock receiver for a trigger's queue, or for the sub-queue its name ends in. Locks are renewed for functions
 * that take one message at a time only (facts G5).
 */
export function openReceiver(
  client: ServiceBusClient,
  { queueName, takesMany, host }: QueueSettings,
): ServiceBusReceiver {
  const options = {
    receiveMode: 'peekLock',
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: takesMany ? 0 : host.maxAutoLockRenewalDuration,
  } as const;
  const sub = SUB_QUEUES.find(({ suffix }) => suffix.test(queueName));
  if (!sub) return client.createReceiver(queueName, options);
  return client.createReceiver(queueName.replace(sub.suffix, ''), {
    ...options,
    subQueueType: sub.subQueueType,
  });
}
