import { DefaultAzureCredential } from '@azure/identity';
import { afterEach, describe, expect, it } from '@jest/globals';
import { onePartner, RUNTIME_APP_ID, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

// In a file of its own: the library keeps the first managed-identity endpoint it meets for the whole process.
describe('DefaultAzureCredential', () => {
  it('works unchanged, by the managed identity of the process', async () => {
    const tenant = await onePartner();
    process.env['IDENTITY_ENDPOINT'] = tenant.identityEndpoint;
    process.env['IDENTITY_HEADER'] = tenant.identityHeader;
    const credential = new DefaultAzureCredential({ managedIdentityClientId: RUNTIME_APP_ID });
    const { token } = await credential.getToken('https://graph.microsoft.com/.default');
    const answer = await fetch(`${tenant.url}/v1.0/groups?$top=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
  });
});
