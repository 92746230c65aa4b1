import type { TokenCredential } from '@azure/core-auth';
import { ServiceBusClient } from '@azure/service-bus';

/** The emulator and local stand-ins are named by a connection string, a namespace in Azure by its host. */
export type ServiceBusSettings =
  { connectionString: string } | { fullyQualifiedNamespace: string; credential: TokenCredential };

/**
 * The library waits 60 s for an answer and 30 s between four tries unless told; a webhook has 3 s and a step a
 * minute. One quick second try covers a link that the service closed while it was idle.
 */
const RETRY_OPTIONS = { timeoutInMs: 10_000, maxRetries: 1, retryDelayInMs: 500 };

/** The process's one client (one AMQP connection); close it when the process ends. Opens no connection yet. */
export function connectServiceBus(settings: ServiceBusSettings): ServiceBusClient {
  const options = { retryOptions: RETRY_OPTIONS };
  return 'connectionString' in settings
    ? new ServiceBusClient(settings.connectionString, options)
    : new ServiceBusClient(settings.fullyQualifiedNamespace, settings.credential, options);
}
