import { faultAnswer, type Answer } from '../core/answer';
import type { ApiReply, ApiRequest } from '../core/api-call';
import { notSimulated } from '../core/api-error';
import { RouteTable } from '../core/route-table';
import type { TenantContext } from '../core/tenant-context';
import type { AccessTokens } from './access-tokens';
import { answerIdentityRequest } from './managed-identity-endpoint';
import { SignInError, signInErrorReply } from './sign-in-error';
import { answerTokenRequest } from './token-endpoint';

type Target = (request: ApiRequest) => ApiReply | Promise<ApiReply>;

/** The sign-in authority and the managed-identity endpoint. */
export class SignInApi {
  readonly #tenant: TenantContext;
  readonly #routes = new RouteTable<Target>();

  constructor(tenant: TenantContext, tokens: AccessTokens, identityHeader: string) {
    this.#tenant = tenant;
    const routes = this.#routes;
    routes.add('GET', '/common/discovery/instance', () => ({ status: 200, body: this.#instance() }));
    routes.add('GET', '/{tenant}/v2.0/.well-known/openid-configuration', () => ({
      status: 200,
      body: this.#configuration(tokens),
    }));
    routes.add('GET', '/{tenant}/discovery/v2.0/keys', () => ({ status: 200, body: tokens.keySet() }));
    routes.add('POST', '/{tenant}/oauth2/v2.0/token', (request) => {
      refuseOtherTenant(tenant, request);
      return answerTokenRequest(tenant, tokens, request);
    });
    routes.add('GET', '/msi/token', (request) =>
      answerIdentityRequest(tenant, tokens, identityHeader, request),
    );
  }

  async answer(request: ApiRequest): Promise<Answer> {
    const rule = this.#tenant.faults.strike(request.method, request.path);
    if (rule?.delayMs !== undefined) await this.#tenant.clock.delay(rule.delayMs);
    const instead =
      rule === undefined
        ? undefined
        : faultAnswer(rule, (refusal) => ({ error: refusal.code, error_description: refusal.message }));
    if (instead !== undefined) return instead;
    const reply = await this.#perform(request);
    this.#tenant.store.flush();
    return { ...reply, headers: { 'cache-control': 'no-store', ...reply.headers } };
  }

  async #perform(request: ApiRequest): Promise<ApiReply> {
    const match = this.#routes.find(request.method, request.path);
    if (match === undefined) {
      const { status, code, message } = notSimulated(request.method, request.url, 'sign-in');
      return { status, body: { error: code, error_description: message } };
    }
    try {
      return await match.route.target(request);
    } catch (error) {
      if (error instanceof SignInError) return signInErrorReply(this.#tenant, error);
      throw error;
    }
  }

  #instance(): unknown {
    const host = new URL(this.#tenant.origin()).host;
    return {
      tenant_discovery_endpoint: `${this.#base()}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    };
  }

  #configuration(tokens: AccessTokens): unknown {
    const base = this.#base();
    return {
      issuer: tokens.issuer,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      response_types_supported: ['code', 'id_token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      tenant_region_scope: 'EU',
    };
  }

  #base(): string {
    return `${this.#tenant.origin()}/${this.#tenant.settings.tenant.id}`;
  }
}

/** A tenant goes by its id or one of its domains. */
function refuseOtherTenant(tenant: TenantContext, request: ApiRequest): void {
  const name = decodeURIComponent(request.path.split('/')[1] ?? '').toLowerCase();
  const { id, verifiedDomains } = tenant.settings.tenant;
  const known = [id, ...verifiedDomains].map((own) => own.toLowerCase());
  if (!known.includes(name))
    throw new SignInError(400, 'invalid_request', 90002, `Tenant '${name}' not found.`);
}
