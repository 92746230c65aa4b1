import { ComputeManagementClient } from '@azure/arm-compute';
import { DesktopVirtualizationAPIClient } from '@azure/arm-desktopvirtualization';
import type { TokenCredential } from '@azure/core-auth';
import { onePartner, credentialOf } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

export const SUBSCRIPTION = 'c0ffee00-1d2e-4f3a-8b4c-5d6e7f809102';
export const GROUP = 'rg-contoso-desktops';
export const POOL = 'hp-contoso';
export const FIRST_HOST = 'avd-contoso-1';
export const GROUP_SCOPE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}`;
export const FIRST_VM = `${GROUP_SCOPE}/providers/Microsoft.Compute/virtualMachines/${FIRST_HOST}`;

/** A tenant whose clock moves only when told to. */
export function stillTenant(): Promise<Tenant> {
  return onePartner({ clock: 'virtual' });
}

/** Microsoft's Compute client; it asks as often as it can and never tries again by itself. */
export function computeOf(
  tenant: Tenant,
  credential: TokenCredential = credentialOf(tenant),
): ComputeManagementClient {
  return new ComputeManagementClient(credential, SUBSCRIPTION, {
    endpoint: tenant.url,
    credentials: { scopes: ['https://management.azure.com/.default'] },
    retryOptions: { maxRetries: 0 },
  });
}

/** Microsoft's Azure Virtual Desktop client. */
export function desktopsOf(
  tenant: Tenant,
  credential: TokenCredential = credentialOf(tenant),
): DesktopVirtualizationAPIClient {
  return new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, {
    endpoint: tenant.url,
    credentialScopes: 'https://management.azure.com/.default',
    retryOptions: { maxRetries: 0 },
  });
}

/** A plain request to Resource Manager, for what the clients hide. */
export async function armFetch(
  tenant: Tenant,
  path: string,
  init: RequestInit = {},
  credential: TokenCredential = credentialOf(tenant),
): Promise<Response> {
  const token = await credential.getToken('https://management.azure.com/.default');
  const headers = { authorization: `Bearer ${token?.token ?? ''}`, 'content-type': 'application/json' };
  return fetch(`${tenant.url}${path}`, { ...init, headers });
}

/** The parameters and name of an install as the product puts it. */
export function installCommand(version = '2.24.117.0'): {
  location: string;
  source: { script: string };
  parameters: { name: string; value: string }[];
  asyncExecution: boolean;
} {
  return {
    location: 'westeurope',
    source: { script: 'param($Version, $InstallerUrl, $Sha256) <# installs #>' },
    parameters: [
      { name: 'Version', value: version },
      { name: 'InstallerUrl', value: 'https://installers.invalid/client.exe' },
      { name: 'Sha256', value: 'ab'.repeat(32) },
    ],
    asyncExecution: true,
  };
}
