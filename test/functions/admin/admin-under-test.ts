import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, createLocalJWKSet, type CryptoKey } from 'jose';
import type { AdminPorts } from '../../../functions/admin/admin-deps';
import { ADMIN_ROUTES } from '../../../functions/admin/admin-routes';
import type { TokenCheck } from '../../../functions/admin/authorise';
import { registerAdmin } from '../../../functions/register-admin';
import { createTestHost, type TestHost } from '../../../local/host/test-kit/create-test-host';
import { memoryAuditAnchors } from '../../../shared/state/memory/memory-audit-anchors';
import { memoryDocuments } from '../../../shared/state/memory/memory-documents';
import { guestId, tenantId, type GroupId, type GuestId } from '../../../shared/domain/ids';
import { MemoryTenant } from '../../support/memory-tenant';
import { plainGroup } from '../../support/prepare-world';
import type { StatePorts } from '../../../shared/state/table/open-tables';
import { memoryState } from '../../shared/state/on-both-adapters';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { guid } from '../../shared/state/builders';

const noTenant = () => Promise.reject(new Error('this test reads no tenant'));
const TENANT = tenantId(guid(1, 'e'));
const ISSUER = `https://sign-in.example/${TENANT}/v2.0`;
export const AUDIENCE = 'api://gatehouse';

/** What a token says; what is left out is right. */
export interface TokenOptions {
  roles?: string[];
  audience?: string;
  issuer?: string;
  tenant?: string;
  /** Seconds from now. */
  expiresInSeconds?: number;
  /** Signed by a key that is not the authority's. */
  isForged?: boolean;
  /** Claims to leave out. */
  without?: string[];
}

/** The admin API on the embedded host, with its state in memory. */
export interface AdminUnderTest {
  host: TestHost;
  state: StatePorts;
  /** An access token. */
  token(options?: TokenOptions): Promise<string>;
  /** Asks with a token that may do what the options say; `authorization` says it otherwise. */
  ask(
    method: string,
    path: string,
    options?: TokenOptions & {
      authorization?: string | null;
      headers?: Record<string, string>;
      body?: unknown;
    },
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>;
}

/** Made once: RSA keys take longer than all the tests that sign with them. */
let keyPairs: Promise<readonly [KeyPair, KeyPair]> | undefined;
type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

export interface AdminOptions {
  keys?: TokenCheck['keys'];
  /** Capabilities to use instead of those in memory. */
  ports?: Partial<AdminPorts>;
}

export async function adminUnderTest({ keys, ports: own = {} }: AdminOptions = {}): Promise<AdminUnderTest> {
  const [ours, theirs] = await (keyPairs ??= Promise.all([
    generateKeyPair('RS256'),
    generateKeyPair('RS256'),
  ]));
  const jwk = { ...(await exportJWK(ours.publicKey)), kid: 'key-1', alg: 'RS256' };
  const tokenCheck = {
    issuer: ISSUER,
    audience: AUDIENCE,
    tenantId: TENANT,
    keys: keys ?? createLocalJWKSet({ keys: [jwk] }),
  };
  const state = memoryState();
  const guestLookup = {
    findByMail: async (mail: string) => (mail === 'ada@contoso.com' ? [guestId(guid(1))] : []),
  };
  const { directory, desktops, licences, cloudPcs, desktopRoles, groups, partnerTenant } = new MemoryTenant(
    0,
  ).capabilities(() => Date.now());
  const ports = {
    ...state,
    guestLookup,
    directory,
    invitations: { invite: () => Promise.reject(new Error('this test invites nobody')) },
    hints: new MemoryHintBus(),
    desktops,
    licences,
    cloudPcs,
    desktopRoles,
    groups,
    partnerTenant,
    liveGuests: { read: noTenant, look: noTenant },
    groupCensus: { read: async () => undefined },
    undoSights: { read: noTenant },
    anchors: memoryAuditAnchors(),
    documents: memoryDocuments(),
    partnerGuests: { list: async () => [], membersOf: async () => new Set<GuestId>() },
    channels: { mail: null, webhook: null },
    groupAdmin: { read: async (id: GroupId) => plainGroup('any', { id }) },
    now: () => new Date(),
    ...own,
  };
  const settings = {
    tokenCheck,
    blockedGroup: null,
    approvers: [],
    notificationUrl: 'https://gatehouse.example/api/graph/notifications',
  };
  const host = await createTestHost({ entry: () => registerAdmin(ports, settings) });
  const token = (options: TokenOptions = {}) =>
    signed(options, options.isForged ? theirs.privateKey : ours.privateKey);
  return {
    host,
    state,
    token,
    ask: async (method, path, { authorization, headers = {}, body, ...options } = {}) => {
      const bearer = authorization === undefined ? `Bearer ${await token(options)}` : authorization;
      const response = await host.http(`/api/${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
          ...headers,
          ...(bearer === null ? {} : { authorization: bearer }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (response.ok) expectToFit(method, path, answer);
      return { status: response.status, headers: response.headers, body: answer };
    },
  };
}

/** Whatever a test is answered fits what the OpenAPI document says of it. */
function expectToFit(method: string, path: string, answer: unknown): void {
  const [asked = ''] = path.split('?');
  const route = ADMIN_ROUTES.find(
    (one) => one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  );
  const trouble = route?.answer.safeParse(answer).error;
  if (trouble)
    throw new Error(`${method} ${path} answered what its schema does not know: ${trouble.message}`);
}

function signed(options: TokenOptions, key: CryptoKey): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const { roles = ['Gatehouse.Reader'], without = [], expiresInSeconds = 3600 } = options;
  const claims: Record<string, unknown> = {
    iss: options.issuer ?? ISSUER,
    aud: options.audience ?? AUDIENCE,
    tid: options.tenant ?? TENANT,
    oid: guid(9, 'e'),
    iat: nowSeconds,
    exp: nowSeconds + expiresInSeconds,
    roles,
  };
  const kept = Object.fromEntries(Object.entries(claims).filter(([name]) => !without.includes(name)));
  return new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(key);
}

/** The token with its signature taken off, and its header saying that this is as it should be. */
export function unsigned(token: string): string {
  const [, payload] = token.split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'none', kid: 'key-1' })).toString('base64url');
  return `${header}.${payload ?? ''}.`;
}

/** The token signed with a secret that everybody knows, as if the public key were one. */
export function signedByPublicText(token: string): string {
  const [, payload] = token.split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'key-1' })).toString('base64url');
  const signature = createHash('sha256')
    .update(`${header}.${payload ?? ''}`)
    .digest('base64url');
  return `${header}.${payload ?? ''}.${signature}`;
}
