import { type DurableClientBinding } from '../app/registered-function';

/** Where the management API answers on the host's server. */
export const WEBHOOK_PATH = '/runtime/webhooks/durabletask';
export const RPC_PATH = '/durabletask';

/**
 * The key that webhook addresses carry as `code`, as Azure's carry their system key. It is no secret: the host listens
 * on the loopback address only, and the same key keeps old addresses good after a restart.
 */
export const SYSTEM_KEY = 'local-system-key';

const CONNECTION = 'Storage';

/** The addresses of one instance, as 202 answers and client payloads list them. */
export interface ManagementUrls {
  id: string;
  statusQueryGetUri: string;
  sendEventPostUri: string;
  terminatePostUri: string;
  rewindPostUri: string;
  purgeHistoryDeleteUri: string;
  restartPostUri: string;
  suspendPostUri: string;
  resumePostUri: string;
}

/** Addresses below `origin` for an instance id that is already fit for a URL. */
export function managementUrls(
  origin: string,
  hubName: string,
  id: string,
  encodedId: string,
): ManagementUrls {
  const instance = `${origin}${WEBHOOK_PATH}/instances/${encodedId}`;
  const query = `taskHub=${encodeURIComponent(hubName)}&connection=${CONNECTION}&code=${SYSTEM_KEY}`;
  return {
    id,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}

/** The text of a `durableClient` binding (facts 2.13): with `rpcBaseUrl` the library sends all its calls there. */
export function durableClientBinding(origin: () => string, ownHubName: string): DurableClientBinding {
  return (hubName = ownHubName) => {
    const base = origin();
    const creation = `${base}${WEBHOOK_PATH}/orchestrators/{functionName}[/{instanceId}]`;
    return JSON.stringify({
      taskHubName: hubName,
      creationUrls: {
        createNewInstancePostUri: `${creation}?code=${SYSTEM_KEY}`,
        createAndWaitOnNewInstancePostUri: `${creation}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&code=${SYSTEM_KEY}`,
      },
      managementUrls: managementUrls(base, hubName, 'INSTANCEID', 'INSTANCEID'),
      baseUrl: `${base}${WEBHOOK_PATH}`,
      requiredQueryStringParameters: `code=${SYSTEM_KEY}`,
      rpcBaseUrl: `${base}${RPC_PATH}/`,
    });
  };
}
