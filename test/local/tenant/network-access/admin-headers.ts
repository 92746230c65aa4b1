import type { Tenant } from '../../../../local/tenant/tenant';

const CLI_APP_ID = '8c4e2a96-3f1d-4b7a-9e58-d0c1b2a39485';

/** Header of the preparing admin, signed in through the command-line application. */
export async function adminHeaders(
  tenant: Tenant,
  resource = 'https://graph.microsoft.com',
): Promise<{ authorization: string }> {
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: CLI_APP_ID,
    username: 'piet@woodgrove.com',
    password: 'any',
    scope: `${resource}/.default`,
  });
  const answer = await fetch(`${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${token}` };
}
