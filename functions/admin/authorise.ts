import type { HttpRequest, InvocationContext } from '@azure/functions';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { TenantId } from '../../shared/domain/ids';
import { problem, type ProblemResponse } from './problem';

/** App roles of the admin API, each holding what the one before may do. */
export type AdminRole = 'Gatehouse.Reader' | 'Gatehouse.Operator' | 'Gatehouse.Approver';

export interface TokenCheck {
  issuer: string;
  audience: string;
  tenantId: TenantId;
  keys: JWTVerifyGetKey;
}

/** Who asks: object id of the token's user or app. */
export interface Caller {
  /** A token with delegated scopes is a person's (Entra, access token claims: `scp` is in user tokens only). */
  kind: 'person' | 'app';
  objectId: string;
  roles: readonly string[];
}

/** The check for tokens of one tenant; keys are fetched from the authority and cached by the library. */
export function entraTokenCheck(authorityUrl: string, tenantId: TenantId, audience: string): TokenCheck {
  const keys = createRemoteJWKSet(new URL(`${authorityUrl}/${tenantId}/discovery/v2.0/keys`));
  return { issuer: `${authorityUrl}/${tenantId}/v2.0`, audience, tenantId, keys };
}

const ENOUGH: Record<AdminRole, readonly string[]> = {
  'Gatehouse.Reader': ['Gatehouse.Reader', 'Gatehouse.Operator', 'Gatehouse.Approver'],
  'Gatehouse.Operator': ['Gatehouse.Operator'],
  'Gatehouse.Approver': ['Gatehouse.Approver'],
};

/**
 * Who asks, if the bearer token is signed by our tenant, meant for us, in time, and carries the role. A refusal
 * says which of these failed, never what the token held; each is logged (OWASP ASVS 5.0, 16.3.2).
 */
export async function authorise(
  check: TokenCheck,
  role: AdminRole,
  request: HttpRequest,
  context: InvocationContext,
): Promise<{ caller: Caller } | ProblemResponse> {
  const caller = await callerOf(request, check);
  if ('trouble' in caller) {
    context.error(
      'The signing keys of the authority could not be read; nobody can be let in',
      caller.trouble,
    );
    return problem('unavailable', 'the signing keys of the sign-in service cannot be read now; try again');
  }
  if ('refusal' in caller) {
    context.warn(`Refused ${request.method} ${context.functionName}: ${caller.refusal}`);
    return problem('unauthenticated', `${caller.refusal}; sign in again for the audience of this API`);
  }
  if (!caller.roles.some((held) => ENOUGH[role].includes(held))) {
    context.warn(`Refused ${request.method} ${context.functionName} to ${caller.objectId}: lacks ${role}`);
    return problem('forbidden', `this needs the app role ${role}; ask an owner of the app to assign it`);
  }
  return { caller };
}

/** What jose says of a token; everything else it throws is about fetching the keys. */
const ABOUT_THE_TOKEN = /^ERR_(JWT|JWS|JOSE_ALG|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING|JWKS_MULTIPLE)/;

async function callerOf(
  request: HttpRequest,
  check: TokenCheck,
): Promise<Caller | { refusal: string } | { trouble: unknown }> {
  const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) return { refusal: 'there is no bearer token' };
  try {
    const { payload } = await jwtVerify(token, check.keys, {
      issuer: check.issuer,
      audience: check.audience,
      algorithms: ['RS256'],
      clockTolerance: 60,
      requiredClaims: ['exp', 'oid', 'tid'],
    });
    if (payload['tid'] !== check.tenantId) return { refusal: 'the token is of another tenant' };
    const roles = Array.isArray(payload['roles']) ? payload['roles'].map(String) : [];
    return {
      kind: typeof payload['scp'] === 'string' ? 'person' : 'app',
      objectId: String(payload['oid']),
      roles,
    };
  } catch (error) {
    return notVerified(error);
  }
}

function notVerified(error: unknown): { refusal: string } | { trouble: unknown } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ABOUT_THE_TOKEN.test(code)
    ? { refusal: `the token was not accepted (${code})` }
    : { trouble: error };
}
