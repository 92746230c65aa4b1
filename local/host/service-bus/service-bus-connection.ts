import { DefaultAzureCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { type AppSettings } from '../settings/app-settings';

/** Calls to the broker give up after this long, so that a broker that went away is noticed (default: a minute). */
const CALL_TIMEOUT_MS = 10_000;

/**
 * Opens the connection that a trigger names. As on Azure the name is looked up with the prefix `AzureWebJobs` first, then plain,
 * then among connection strings; `NAME__fullyQualifiedNamespace` connects with the developer's own sign-in.
 *
 * @throws Error that names the missing setting, never a value.
 */
export function openServiceBus(connection: string, settings: AppSettings): ServiceBusClient {
  const names = [`AzureWebJobs${connection}`, connection, `ConnectionStrings:${connection}`];
  const retryOptions = { timeoutInMs: CALL_TIMEOUT_MS };
  const connectionString = firstSet(names, settings);
  if (connectionString !== undefined) return new ServiceBusClient(connectionString, { retryOptions });
  const namespaces = [
    `AzureWebJobs${connection}__fullyQualifiedNamespace`,
    `${connection}__fullyQualifiedNamespace`,
  ];
  const namespace = firstSet(namespaces, settings);
  if (namespace !== undefined)
    return new ServiceBusClient(namespace, new DefaultAzureCredential(), { retryOptions });
  throw new Error(
    `its connection "${connection}" is not set. Set the app setting "${connection}" to a connection string, or "${connection}__fullyQualifiedNamespace" to a namespace.`,
  );
}

function firstSet(names: readonly string[], settings: AppSettings): string | undefined {
  return names.map((name) => settings(name)).find((value) => value !== undefined && value !== '');
}
