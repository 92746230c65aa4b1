import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ComputeManagementClient } from '@azure/arm-compute';
import { DesktopVirtualizationAPIClient } from '@azure/arm-desktopvirtualization';
import type { TokenCredential } from '@azure/core-auth';
import type { Pipeline, PipelinePolicy } from '@azure/core-rest-pipeline';
import type { RequestObserver } from '../http/request-observer';
import { armPathTemplate } from './arm-resource-id';

const ARM = 'https://management.azure.com';
/** Resource Manager's scope, whatever host stands in for it. */
const ARM_SCOPE = `${ARM}/.default`;

export interface ArmSettings {
  /** https only, without path. Azure's public cloud unless told. */
  endpoint?: string;
  credential: TokenCredential;
  onRequest?: RequestObserver;
  /** Milliseconds since 1970; the process's clock unless told. */
  now?: () => number;
}

/** Azure Resource Manager, as adapters use it: one client for each subscription, made when first needed. */
export interface ArmConnection {
  desktops(subscription: string): DesktopVirtualizationAPIClient;
  compute(subscription: string): ComputeManagementClient;
  authorization(subscription: string): AuthorizationManagementClient;
  now(): number;
}

/**
 * Throws RangeError where `endpoint` is no https URL. Opens no connection yet. The clients' own retries are off:
 * they sleep inside the call, and waiting is the business of `settle`.
 */
export function connectArm(settings: ArmSettings): ArmConnection {
  const endpoint = endpointOf(settings.endpoint ?? ARM);
  const retryOptions = { maxRetries: 0 };
  const { credential, onRequest } = settings;
  return {
    desktops: perSubscription((subscription) => {
      const options = { endpoint, $host: endpoint, credentialScopes: ARM_SCOPE, retryOptions };
      const client = new DesktopVirtualizationAPIClient(credential, subscription, options);
      observe(client.pipeline, onRequest);
      return client;
    }),
    compute: perSubscription((subscription) => {
      const options = { endpoint, credentials: { scopes: [ARM_SCOPE] }, retryOptions };
      const client = new ComputeManagementClient(credential, subscription, options);
      observe(client.pipeline, onRequest);
      return client;
    }),
    authorization: perSubscription((subscription) => {
      const options = { endpoint, $host: endpoint, credentialScopes: ARM_SCOPE, retryOptions };
      const client = new AuthorizationManagementClient(credential, subscription, options);
      observe(client.pipeline, onRequest);
      return client;
    }),
    now: settings.now ?? Date.now,
  };
}

function endpointOf(text: string): string {
  const endpoint = URL.canParse(text) ? new URL(text) : undefined;
  if (endpoint?.protocol !== 'https:' || endpoint.pathname !== '/') {
    throw new RangeError('The endpoint of Azure Resource Manager must be https://<host>, without a path');
  }
  return endpoint.origin;
}

function perSubscription<T>(make: (subscription: string) => T): (subscription: string) => T {
  const made = new Map<string, T>();
  return (subscription) => {
    const key = subscription.toLowerCase();
    const client = made.get(key) ?? make(subscription);
    made.set(key, client);
    return client;
  };
}

function observe(pipeline: Pipeline, onRequest: RequestObserver | undefined): void {
  if (onRequest === undefined) return;
  const policy: PipelinePolicy = {
    name: 'gatehouseRequestObserver',
    sendRequest: async (request, next) => {
      const pathTemplate = armPathTemplate(new URL(request.url).pathname);
      const counted = { authority: 'Azure Resource Manager', method: request.method, pathTemplate } as const;
      try {
        const response = await next(request);
        onRequest({ ...counted, status: response.status });
        return response;
      } catch (error) {
        onRequest({ ...counted, status: 0 });
        throw error;
      }
    },
  };
  // Innermost: what is counted is what left the process, redirects included.
  pipeline.addPolicy(policy, { afterPhase: 'Sign' });
}
