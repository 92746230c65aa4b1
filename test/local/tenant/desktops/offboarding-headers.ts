import type { Tenant } from '../../../../local/tenant/tenant';
import { credentialOf } from '../tenant-under-test';

/** Header of the offboarding identity, which may do what the runtime identity may not. */
export async function offboardingHeaders(tenant: Tenant): Promise<{ authorization: string }> {
  const credential = credentialOf(
    tenant,
    '6f1a8c25-7d3b-4e9f-a041-92b5c6d7e8f9',
    'development-secret-offboarding',
  );
  const { token } = await credential.getToken('https://graph.microsoft.com/.default');
  return { authorization: `Bearer ${token}` };
}
