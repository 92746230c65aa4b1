import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { ApiRequest, Caller } from '../core/api-call';
import { ApiError } from '../core/api-error';
import { collection } from '../core/store';
import type { TenantContext } from '../core/tenant-context';

/** Never exported: whoever holds it can be anybody in this simulated tenant. */
export const SIGNING_KEYS = 'signingKeys';

interface SigningKey {
  id: string;
  privateKey: JWK;
  publicKey: JWK;
}

const signingKeys = collection<SigningKey>(SIGNING_KEYS);

export interface TokenSubject {
  kind: 'app' | 'user';
  objectId: string;
  appId: string;
  audience: string;
  roles: readonly string[];
  /** Delegated permissions of a user's token. */
  scopes?: readonly string[];
  name: string;
  userPrincipalName?: string;
}

const ALGORITHM = 'RS256';
const APP_LIFE_SECONDS = 24 * 3600;
const USER_LIFE_SECONDS = 75 * 60;
const CACHE_SIZE = 500;

const AUDIENCES = {
  graph: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
  arm: ['https://management.azure.com', 'https://management.core.windows.net'],
};

// Making an RSA key takes longer than starting a tenant: those that one process starts anew share theirs.
let processKey: Promise<SigningKey> | undefined;

async function makeSigningKey(): Promise<SigningKey> {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const publicKey = await exportJWK(pair.publicKey);
  const id = await calculateJwkThumbprint(publicKey);
  return { id, privateKey: await exportJWK(pair.privateKey), publicKey };
}

interface CheckedToken {
  caller: Caller;
  audience: string;
  expiresAtSeconds: number;
}

/**
 * Signs the tenant's access tokens and checks them again on each call. Token times are the machine's, not the
 * tenant clock's: the credentials of `@azure/identity` renew by the machine's clock and would not follow.
 */
export class AccessTokens {
  readonly #tenant: TenantContext;
  readonly #key: SigningKey;
  readonly #privateKey: CryptoKey | Uint8Array;
  readonly #publicKey: CryptoKey | Uint8Array;
  readonly #checked = new Map<string, CheckedToken>();

  private constructor(
    tenant: TenantContext,
    key: SigningKey,
    privateKey: CryptoKey | Uint8Array,
    publicKey: CryptoKey | Uint8Array,
  ) {
    this.#tenant = tenant;
    this.#key = key;
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
  }

  /** Loads the signing key, or makes one at the tenant's first start. */
  static async open(tenant: TenantContext): Promise<AccessTokens> {
    const keys = tenant.store.in(signingKeys);
    const key = keys.all()[0] ?? keys.put(await (processKey ??= makeSigningKey()));
    tenant.store.flush();
    return new AccessTokens(
      tenant,
      key,
      await importJWK(key.privateKey, ALGORITHM),
      await importJWK(key.publicKey, ALGORITHM),
    );
  }

  get issuer(): string {
    return `${this.#tenant.origin()}/${this.#tenant.settings.tenant.id}/v2.0`;
  }

  /** The public keys as `/discovery/v2.0/keys` shows them. */
  keySet(): { keys: JWK[] } {
    return { keys: [{ ...this.#key.publicKey, kid: this.#key.id, use: 'sig', alg: ALGORITHM }] };
  }

  /** A signed token and the seconds it lives. */
  async issue(subject: TokenSubject): Promise<{ token: string; expiresInSeconds: number }> {
    const expiresInSeconds = subject.kind === 'app' ? APP_LIFE_SECONDS : USER_LIFE_SECONDS;
    const nowSeconds = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ ...claimsOf(subject), tid: this.#tenant.settings.tenant.id })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: this.#key.id })
      .setIssuer(this.issuer)
      .setAudience(subject.audience)
      .setIssuedAt(nowSeconds)
      .setNotBefore(nowSeconds - 5)
      .setExpirationTime(nowSeconds + expiresInSeconds)
      .sign(this.#privateKey);
    return { token, expiresInSeconds };
  }

  /** Who sent the request; throws 401 as Graph and Resource Manager do when the token is missing or wrong. */
  async callerOf(request: ApiRequest, authority: 'graph' | 'arm'): Promise<Caller> {
    const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    if (token === undefined) throw unauthorized(authority, 'Access token is empty.');
    const checked = this.#checked.get(token) ?? (await this.#check(token, authority));
    if (checked.expiresAtSeconds * 1000 < Date.now()) {
      throw unauthorized(authority, 'Lifetime validation failed, the token is expired.');
    }
    // The Resource Manager clients derive their scope from the endpoint they are given: the tenant's own address.
    const accepted = authority === 'arm' ? [...AUDIENCES.arm, this.#tenant.origin()] : AUDIENCES.graph;
    if (!accepted.includes(checked.audience))
      throw unauthorized(
        authority,
        `Access token validation failure. Invalid audience '${checked.audience}'.`,
      );
    return checked.caller;
  }

  async #check(token: string, authority: 'graph' | 'arm'): Promise<CheckedToken> {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, this.#publicKey, {
        algorithms: [ALGORITHM],
        issuer: this.issuer,
      }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw unauthorized(authority, `Access token validation failure. ${reason}`);
    }
    const checked = {
      caller: callerFrom(payload),
      audience: String(payload.aud).replace(/\/$/, ''),
      expiresAtSeconds: payload.exp ?? 0,
    };
    if (this.#checked.size >= CACHE_SIZE) this.#checked.clear();
    this.#checked.set(token, checked);
    return checked;
  }
}

function claimsOf(subject: TokenSubject): Record<string, unknown> {
  const common = {
    oid: subject.objectId,
    sub: subject.objectId,
    azp: subject.appId,
    appid: subject.appId,
    ver: '2.0',
  };
  const roles = subject.roles.length === 0 ? {} : { roles: [...subject.roles] };
  if (subject.kind === 'app') return { ...common, ...roles, idtyp: 'app', app_displayname: subject.name };
  return {
    ...common,
    ...roles,
    name: subject.name,
    preferred_username: subject.userPrincipalName,
    scp: (subject.scopes ?? []).join(' '),
  };
}

function callerFrom(payload: JWTPayload): Caller {
  const { oid, azp, tid, roles, scp, idtyp } = payload;
  const kind = idtyp === 'app' ? 'app' : 'user';
  const delegated = typeof scp === 'string' ? scp.split(' ') : [];
  const granted = Array.isArray(roles) ? roles.map(String) : [];
  return {
    kind,
    objectId: String(oid),
    appId: String(azp),
    tenantId: String(tid),
    permissions: new Set(kind === 'app' ? granted : delegated),
  };
}

function unauthorized(authority: 'graph' | 'arm', message: string): ApiError {
  const code = authority === 'graph' ? 'InvalidAuthenticationToken' : 'AuthenticationFailed';
  return new ApiError(401, code, message, { 'WWW-Authenticate': 'Bearer realm="", error="invalid_token"' });
}
