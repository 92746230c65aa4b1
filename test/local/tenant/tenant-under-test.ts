import { ClientSecretCredential } from '@azure/identity';
import { Client } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials';
import { loadScenario } from '../../../local/tenant/scenarios/load-scenario';
import { startTenant, type Tenant, type TenantOptions } from '../../../local/tenant/tenant';

export const RUNTIME_APP_ID = '3c7e9b14-52d8-4a0e-b6f3-7d1a2c9e4f31';
export const ELIGIBLE = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c01';
export const ACCESS = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c04';

const running = new Set<Tenant>();

/** A tenant with one partner on a free port; `stopTenants` ends it. */
export async function onePartner(options: Partial<TenantOptions> = {}): Promise<Tenant> {
  const tenant = await startTenant({ scenario: loadScenario('one-partner'), ...options });
  running.add(tenant);
  return tenant;
}

/** For afterEach. */
export async function stopTenants(): Promise<void> {
  await Promise.all([...running].map((tenant) => tenant.stop()));
  running.clear();
}

/** Signs in as an application of the scenario, the way the product does. */
export function credentialOf(
  tenant: Tenant,
  appId = RUNTIME_APP_ID,
  secret = 'development-secret-runtime',
): ClientSecretCredential {
  return new ClientSecretCredential(tenant.tenantId, appId, secret, {
    authorityHost: tenant.url,
    disableInstanceDiscovery: true,
  });
}

/** The identity of an app that plays both parts in one process, as the local stack does. */
export const bothPartsCredential = (tenant: Tenant): ClientSecretCredential =>
  credentialOf(tenant, '7a2b9d36-8e4c-4fa0-b152-a3c6d7e8f9a1', 'development-secret-both-parts');

/** Microsoft's own Graph client, pointed at the tenant. */
export function graphOf(tenant: Tenant, credential = credentialOf(tenant)): Client {
  return Client.initWithMiddleware({
    baseUrl: tenant.url,
    customHosts: new Set(['localhost']),
    authProvider: new TokenCredentialAuthenticationProvider(credential, {
      scopes: ['https://graph.microsoft.com/.default'],
    }),
  });
}

/** A plain Graph request, for what the client hides: statuses and headers. */
export async function graphFetch(tenant: Tenant, path: string, init: RequestInit = {}): Promise<Response> {
  const { token } = await credentialOf(tenant).getToken('https://graph.microsoft.com/.default');
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(init.headers as Record<string, string> | undefined),
  };
  return fetch(`${tenant.url}${path}`, { ...init, headers });
}
