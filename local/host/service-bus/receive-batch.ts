import { type ServiceBusReceivedMessage, type ServiceBusReceiver } from '@azure/service-bus';
import { type ServiceBusOptions } from '../settings/host-options';

/** How long a wait for a first message lasts before it is asked for anew. */
const FIRST_WAIT_MS = 60_000;
/** After the first message: how long to gather what else lies ready. The client's own habit is a second. */
const GATHER_MS = 50;

/**
 * Waits for messages and gathers up to `maxMessageBatchSize` that lie ready; below `minMessageBatchSize` it goes on
 * waiting, up to `maxBatchWaitTime`. May give none. Rejects when aborted, and when the broker is out of reach.
 */
export async function receiveBatch(
  receiver: ServiceBusReceiver,
  { maxMessageBatchSize, minMessageBatchSize, maxBatchWaitTime }: ServiceBusOptions,
  abortSignal: AbortSignal,
): Promise<ServiceBusReceivedMessage[]> {
  const batch = await receiver.receiveMessages(1, { maxWaitTimeInMs: FIRST_WAIT_MS, abortSignal });
  if (batch.length === 0) return batch;
  const enough = Math.min(minMessageBatchSize, maxMessageBatchSize);
  const deadlineMs = performance.now() + maxBatchWaitTime;
  do {
    const room = maxMessageBatchSize - batch.length;
    if (room <= 0) break;
    batch.push(...(await receiver.receiveMessages(room, { maxWaitTimeInMs: GATHER_MS })));
  } while (batch.length < enough && performance.now() < deadlineMs && !abortSignal.aborted);
  return batch;
}
