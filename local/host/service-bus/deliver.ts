import { type ServiceBusReceivedMessage, type ServiceBusReceiver } from '@azure/service-bus';
import { type HostLog } from '../app/host-log';
import { InvocationFailure } from '../app/invocation-failure';
import { type AppInvoker } from '../app/invoker';
import { type InvocationRequest } from '../app/registered-function';
import { bodyText, messageData } from './message-body';
import { type QueueSettings } from './queue-settings';
import { settle } from './settle';
import { batchMetadata, messageMetadata } from './trigger-metadata';

/** What it takes to hand messages to a function. */
export interface DeliveryParts {
  settings: QueueSettings;
  invoker: AppInvoker;
  log: HostLog;
}

/**
 * Runs the function for one message, or for a whole batch at once, and then settles all of them by its outcome:
 * completed when it succeeded, abandoned when it threw. Resolves when the function has ended, with the settlement
 * still under way: a broker that dies meanwhile must not keep the next messages waiting. Never rejects for what
 * the function did.
 */
export async function deliver(
  { settings, invoker, log }: DeliveryParts,
  receiver: ServiceBusReceiver,
  messages: readonly ServiceBusReceivedMessage[],
): Promise<{ settled: Promise<void> }> {
  const reason = `New Service Bus message detected on '${settings.queueName}'.`;
  let hasSucceeded = true;
  try {
    await invoker.invoke(settings.functionName, requestFor(settings, messages), { reason });
  } catch (error) {
    if (!(error instanceof InvocationFailure)) throw error;
    hasSucceeded = false; // The invoker has logged it.
  }
  return {
    settled: settings.autoComplete ? settle(receiver, messages, hasSucceeded, log) : Promise.resolve(),
  };
}

function requestFor(
  settings: QueueSettings,
  messages: readonly ServiceBusReceivedMessage[],
): InvocationRequest {
  const [first] = messages;
  if (!settings.takesMany && first) {
    return { trigger: messageData(first, settings.isBinary), triggerMetadata: messageMetadata(first) };
  }
  return {
    trigger: { collectionString: { string: messages.map(bodyText) } },
    triggerMetadata: batchMetadata(messages),
  };
}
