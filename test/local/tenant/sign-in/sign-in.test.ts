import { ManagedIdentityCredential } from '@azure/identity';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import {
  credentialOf,
  graphFetch,
  graphOf,
  onePartner,
  RUNTIME_APP_ID,
  stopTenants,
} from '../tenant-under-test';

const CLI_APP_ID = '8c4e2a96-3f1d-4b7a-9e58-d0c1b2a39485';

afterEach(stopTenants);

describe('sign-in', () => {
  it('gives an application with a secret a token that Graph accepts', async () => {
    const tenant = await onePartner();
    const users = (await graphOf(tenant).api('/users').get()) as { value: { displayName: string }[] };
    expect(users.value.map((user) => user.displayName)).toContain('Olga Operator');
  });

  it('gives a managed identity a token by the App Service protocol, told apart by client id', async () => {
    const tenant = await onePartner();
    process.env['IDENTITY_ENDPOINT'] = tenant.identityEndpoint;
    process.env['IDENTITY_HEADER'] = tenant.identityHeader;
    try {
      const credential = new ManagedIdentityCredential({ clientId: RUNTIME_APP_ID });
      const { token } = await credential.getToken('https://graph.microsoft.com/.default');
      const keys = createRemoteJWKSet(new URL(`${tenant.url}/${tenant.tenantId}/discovery/v2.0/keys`));
      const { payload } = await jwtVerify(token, keys, {
        issuer: `${tenant.url}/${tenant.tenantId}/v2.0`,
        audience: 'https://graph.microsoft.com',
      });
      expect(payload['roles']).toContain('GroupMember.ReadWrite.All');
      expect(payload['tid']).toBe(tenant.tenantId);
    } finally {
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
    }
  });

  it('keeps the managed-identity endpoint for whoever knows its header', async () => {
    const tenant = await onePartner();
    const ask = (header: string): Promise<Response> =>
      fetch(
        `${tenant.identityEndpoint}?api-version=2019-08-01&resource=https://graph.microsoft.com&client_id=${RUNTIME_APP_ID}`,
        {
          headers: { 'x-identity-header': header },
        },
      );
    expect((await ask('guessed')).status).toBe(401);
    expect((await ask(tenant.identityHeader)).status).toBe(200);
  });

  it('signs an admin user in by name and password, with the delegated permissions of the client', async () => {
    const tenant = await onePartner();
    const signIn = (username: string): Promise<Response> =>
      fetch(`${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'password',
          client_id: CLI_APP_ID,
          scope: 'https://graph.microsoft.com/.default openid',
          username,
          password: 'any',
        }),
      });
    const { access_token: token } = (await (await signIn('piet@woodgrove.com')).json()) as {
      access_token: string;
    };
    const answer = await fetch(`${tenant.url}/v1.0/users?$top=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    const refused = await signIn('nobody@woodgrove.com');
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: 'invalid_grant', error_codes: [50126] },
    ]);
  });

  it('refuses a wrong secret in the words of the token endpoint', async () => {
    const tenant = await onePartner();
    const wrong = credentialOf(tenant, RUNTIME_APP_ID, 'not-the-secret');
    await expect(wrong.getToken('https://graph.microsoft.com/.default')).rejects.toThrow(/AADSTS7000215/);
  });

  it('knows no tenant but its own', async () => {
    const tenant = await onePartner();
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: RUNTIME_APP_ID });
    const answer = await fetch(`${tenant.url}/11111111-2222-4333-8444-555555555555/oauth2/v2.0/token`, {
      method: 'POST',
      body,
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error_codes: [90002] }]);
  });

  it('answers 401 without a token and 401 for a token meant for somebody else', async () => {
    const tenant = await onePartner();
    const bare = await fetch(`${tenant.url}/v1.0/users`);
    expect(bare.status).toBe(401);
    expect(await bare.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
    const { token } = await credentialOf(tenant).getToken('https://management.azure.com/.default');
    const other = await graphFetch(tenant, '/v1.0/users', { headers: { authorization: `Bearer ${token}` } });
    expect(other.status).toBe(401);
  });

  it('answers 501 naming method and path for what it does not simulate', async () => {
    const tenant = await onePartner();
    const answer = await graphFetch(tenant, '/v1.0/me/drive/root?$select=id');
    expect(answer.status).toBe(501);
    const body = (await answer.json()) as { error: { message: string } };
    expect(body.error.message).toContain('GET /v1.0/me/drive/root?$select=id');
  });
});
