import type { ServiceBusClient, ServiceBusMessage, ServiceBusSender } from '@azure/service-bus';
import { RetryableError, TerminalError } from '../../domain/codes';
import type { Hint } from '../../domain/hint';
import type { HintBus } from '../hint-bus';

/**
 * What Service Bus takes in one batch in the Standard tier; Premium's links announce far more than a batch there
 * may hold (Service Bus quotas).
 */
const BATCH_LIMIT_BYTES = 256 * 1024;
const WAIT_SECONDS = 5;

/**
 * {@link HintBus} over one queue of Azure Service Bus. `client` is the process's own and is not closed here; the
 * sender is opened at the first send and opens its link anew by itself. Safe to repeat: a hint said twice is one
 * look too many. Role: Azure Service Bus Data Sender on the queue.
 */
export function serviceBusHintBus(client: ServiceBusClient, queueName: string): HintBus {
  let sender: ServiceBusSender | undefined;
  return {
    send: async (hints, notBefore) => {
      if (hints.length === 0) return;
      sender ??= client.createSender(queueName);
      await sendAll(
        sender,
        queueName,
        hints.map((hint) => messageOf(hint, notBefore)),
      );
    },
  };
}

/** An alarm is an ordinary message with a time on it, so alarms travel in batches too. */
function messageOf(hint: Hint, notBefore: string | undefined): ServiceBusMessage {
  const scheduled = notBefore === undefined ? {} : { scheduledEnqueueTimeUtc: new Date(notBefore) };
  return { body: hint, messageId: hint.hintId, contentType: 'application/json', ...scheduled };
}

/** One message after the other into a batch; a full batch goes off and the next one begins. */
async function sendAll(
  sender: ServiceBusSender,
  queueName: string,
  messages: readonly ServiceBusMessage[],
): Promise<void> {
  const newBatch = () => sender.createMessageBatch({ maxSizeInBytes: BATCH_LIMIT_BYTES });
  try {
    let batch = await newBatch();
    for (const message of messages) {
      if (batch.tryAddMessage(message)) continue;
      await sender.sendMessages(batch);
      batch = await newBatch();
      if (!batch.tryAddMessage(message))
        throw new TerminalError(
          'rejected',
          `A hint is larger than ${BATCH_LIMIT_BYTES} bytes, the most ${queueName} takes`,
        );
    }
    if (batch.count > 0) await sender.sendMessages(batch);
  } catch (error) {
    if (error instanceof TerminalError) throw error;
    throw unavailable(queueName, error);
  }
}

/** The library's text stays out: it can hold the connection's settings. Its code says what is needed. */
function unavailable(queueName: string, error: unknown): RetryableError {
  const named = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const code = typeof named === 'string' ? named : 'no code';
  return new RetryableError(
    'unavailable',
    `Service Bus did not take messages for the queue ${queueName} (${code}): it is asked again by itself; if it lasts, check that the queue exists and that this app may send to it`,
    WAIT_SECONDS,
  );
}
