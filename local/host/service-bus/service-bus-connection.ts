import { type ServiceBusClient } from '@azure/service-bus';
import { type AppSettings } from '../settings/app-settings';

/**
 * A call gives up after this long and is tried once more. With the client's own minute and three retries, a
 * settlement that was under way when the broker went down would hold up the end of the host for minutes.
 */
const RETRY_OPTIONS = { timeoutInMs: 5_000, maxRetries: 1, retryDelayInMs: 500 };

/**
 * Opens the connection that a trigger names. As on Azure the name is looked up with the prefix `AzureWebJobs` first, then plain,
 * then among connection strings; `NAME__fullyQualifiedNamespace` connects with the developer's own sign-in. The client
 * libraries are loaded here and not before: an app without queues starts twice as fast without them.
 *
 * @throws Error that names the missing setting, never a value.
 */
export async function openServiceBus(connection: string, settings: AppSettings): Promise<ServiceBusClient> {
  const names = [`AzureWebJobs${connection}`, connection, `ConnectionStrings:${connection}`];
  const connectionString = firstSet(names, settings);
  const namespace = firstSet(
    [`AzureWebJobs${connection}__fullyQualifiedNamespace`, `${connection}__fullyQualifiedNamespace`],
    settings,
  );
  const options = { retryOptions: RETRY_OPTIONS };
  if (connectionString !== undefined) {
    const { ServiceBusClient: Client } = await import('@azure/service-bus');
    return new Client(connectionString, options);
  }
  if (namespace !== undefined) {
    const { ServiceBusClient: Client } = await import('@azure/service-bus');
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new Client(namespace, new DefaultAzureCredential(), options);
  }
  throw new Error(
    `its connection "${connection}" is not set. Set the app setting "${connection}" to a connection string, or "${connection}__fullyQualifiedNamespace" to a namespace.`,
  );
}

function firstSet(names: readonly string[], settings: AppSettings): string | undefined {
  return names.map((name) => settings(name)).find((value) => value !== undefined && value !== '');
}
