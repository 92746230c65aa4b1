import type { ApiReply, ApiRequest } from '../core/api-call';
import type { TenantContext } from '../core/tenant-context';
import { servicePrincipals, type ServicePrincipal } from '../directory/directory-objects';
import type { AccessTokens } from './access-tokens';
import { principalOfApp } from './directory-principals';
import { sameSecret } from './token-endpoint';
import { appSubject, audienceOf } from './token-grants';

const API_VERSION = '2019-08-01';

/**
 * `GET /msi/token`: the managed-identity endpoint of App Service (Learn "How to use managed identities for App
 * Service": IDENTITY_ENDPOINT, IDENTITY_HEADER, api-version 2019-08-01). `client_id` tells which identity.
 */
export async function answerIdentityRequest(
  tenant: TenantContext,
  tokens: AccessTokens,
  identityHeader: string,
  request: ApiRequest,
): Promise<ApiReply> {
  if (!sameSecret(request.headers['x-identity-header'] ?? '', identityHeader)) {
    return refused(
      401,
      'The X-IDENTITY-HEADER of the request is missing or wrong; send the value of IDENTITY_HEADER.',
    );
  }
  const version = request.query.get('api-version');
  if (version !== API_VERSION)
    return refused(400, `api-version '${version ?? ''}' is not simulated; use ${API_VERSION}.`);
  const resource = request.query.get('resource');
  if (resource === null) return refused(400, 'The query parameter resource is missing.');
  const identity = identityOf(tenant, request.query.get('client_id'));
  if (identity === undefined)
    return refused(400, 'No managed identity of this tenant has the given client_id.');
  const { token, expiresInSeconds } = await tokens.issue(appSubject(tenant, identity, audienceOf(resource)));
  return {
    status: 200,
    body: {
      access_token: token,
      client_id: identity.appId,
      expires_on: String(Math.floor(Date.now() / 1000) + expiresInSeconds),
      not_before: String(Math.floor(Date.now() / 1000) - 5),
      resource,
      token_type: 'Bearer',
    },
  };
}

function identityOf(tenant: TenantContext, clientId: string | null): ServicePrincipal | undefined {
  if (clientId === null) {
    const identities = tenant.store
      .in(servicePrincipals)
      .all()
      .filter((principal) => principal.servicePrincipalType === 'ManagedIdentity');
    // Without a client id the system-assigned identity is meant; a tenant with one identity has no doubt.
    return identities.length === 1 ? identities[0] : undefined;
  }
  const found = principalOfApp(tenant, clientId);
  return found?.servicePrincipalType === 'ManagedIdentity' ? found : undefined;
}

function refused(statusCode: number, message: string): ApiReply {
  return { status: statusCode, body: { statusCode, message } };
}
