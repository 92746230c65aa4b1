import { timingSafeEqual, createHash } from 'node:crypto';
import { z } from 'zod';
import type { ApiReply, ApiRequest } from '../core/api-call';
import type { TenantContext } from '../core/tenant-context';
import { clientSecrets, type ServicePrincipal } from '../directory/directory-objects';
import type { AccessTokens, TokenSubject } from './access-tokens';
import { principalOfApp, userByName } from './directory-principals';
import { SignInError } from './sign-in-error';
import { appSubject, audienceOf, userSubject } from './token-grants';

const form = z.object({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string().optional(),
  scope: z.string().default(''),
  username: z.string().optional(),
  password: z.string().optional(),
});
type Form = z.output<typeof form>;

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials for applications, resource owner password for admins. */
export async function answerTokenRequest(
  tenant: TenantContext,
  tokens: AccessTokens,
  request: ApiRequest,
): Promise<ApiReply> {
  const parsed = form.safeParse(request.body);
  if (!parsed.success)
    throw new SignInError(
      400,
      'invalid_request',
      900144,
      'The request body must contain grant_type and client_id.',
    );
  const subject = subjectOf(tenant, parsed.data);
  const { token, expiresInSeconds } = await tokens.issue(subject);
  const body = {
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    ext_expires_in: expiresInSeconds,
    access_token: token,
  };
  if (subject.kind === 'app') return { status: 200, body };
  const { token: idToken } = await tokens.issue({ ...subject, audience: subject.appId });
  return {
    status: 200,
    body: { ...body, scope: parsed.data.scope, id_token: idToken, client_info: clientInfo(tenant, subject) },
  };
}

function subjectOf(tenant: TenantContext, fields: Form): TokenSubject {
  const client = principalOfApp(tenant, fields.client_id);
  if (client === undefined) {
    throw new SignInError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${fields.client_id}' was not found in the directory.`,
    );
  }
  switch (fields.grant_type) {
    case 'client_credentials':
      checkSecret(tenant, fields);
      return appSubject(tenant, client, audienceOf(fields.scope));
    case 'password':
      return passwordSubject(tenant, fields, client);
    default:
      throw new SignInError(
        400,
        'unsupported_grant_type',
        70003,
        `The grant type '${fields.grant_type}' is not simulated.`,
      );
  }
}

function passwordSubject(tenant: TenantContext, fields: Form, client: ServicePrincipal): TokenSubject {
  const user = userByName(tenant, fields.username ?? '');
  // Users of the simulated tenant have no passwords of their own: any non-empty one signs in.
  if (user === undefined || (fields.password ?? '') === '') {
    throw new SignInError(
      400,
      'invalid_grant',
      50126,
      'Error validating credentials due to invalid username or password.',
    );
  }
  if (!user.accountEnabled)
    throw new SignInError(400, 'invalid_grant', 50057, 'The user account is disabled.');
  return userSubject(tenant, user, client, audienceOf(fields.scope));
}

function checkSecret(tenant: TenantContext, fields: Form): void {
  const known = tenant.store.in(clientSecrets).get(fields.client_id.toLowerCase())?.secret;
  if (known !== undefined && sameSecret(known, fields.client_secret ?? '')) return;
  throw new SignInError(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
}

/** Compares in constant time, whatever the lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** What MSAL builds its account id from. */
function clientInfo(tenant: TenantContext, subject: TokenSubject): string {
  return Buffer.from(JSON.stringify({ uid: subject.objectId, utid: tenant.settings.tenant.id })).toString(
    'base64url',
  );
}
