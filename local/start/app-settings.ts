import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackPorts } from './stack-ports';

/** The account and key every Azurite has; published by Microsoft (Learn, "Use the Azurite emulator"), no secret. */
const AZURITE_ACCOUNT = 'devstoreaccount1';
const AZURITE_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface StackFacts {
  ports: StackPorts;
  busConnectionString: string;
  tenantUrl: string;
  tenantId: string;
  identityEndpoint: string;
  identityHeader: string;
  identityClientId: string;
  blockedGroup: string;
  certificatePath: string;
  clientState: string;
  /** Who sends notices, and the domain that guests are told; undefined = the scenario has nobody for it. */
  notices: { mailbox: string; domain: string } | undefined;
}

/** The app settings of a local run: the same names as in Azure, other addresses behind them. */
export function appSettings(facts: StackFacts): Record<string, string> {
  return {
    GATEHOUSE_HUB: 'gatehouselocal',
    GATEHOUSE_TENANT_ID: facts.tenantId,
    GATEHOUSE_GRAPH_URL: facts.tenantUrl,
    GATEHOUSE_ARM_URL: facts.tenantUrl,
    GATEHOUSE_AUTHORITY_URL: facts.tenantUrl,
    GATEHOUSE_API_AUDIENCE: 'api://gatehouse',
    GATEHOUSE_PUBLIC_URL: `http://127.0.0.1:${facts.ports.host}`,
    GATEHOUSE_CLIENT_STATE: facts.clientState,
    GATEHOUSE_BLOCKED_GROUP: facts.blockedGroup,
    GATEHOUSE_HINTS_QUEUE: 'hints',
    GATEHOUSE_BUS: facts.busConnectionString,
    GATEHOUSE_TABLES: azuriteConnection('Table', facts.ports.tables),
    GATEHOUSE_BLOBS: azuriteConnection('Blob', facts.ports.blobs),
    IDENTITY_ENDPOINT: facts.identityEndpoint,
    IDENTITY_HEADER: facts.identityHeader,
    AZURE_CLIENT_ID: facts.identityClientId,
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    NODE_EXTRA_CA_CERTS: facts.certificatePath,
    ...(facts.notices && {
      GATEHOUSE_NOTICES_MAILBOX: facts.notices.mailbox,
      GATEHOUSE_NOTICES_DOMAIN: facts.notices.domain,
    }),
  };
}

function azuriteConnection(service: 'Table' | 'Blob', port: number): string {
  const endPoint = `${service}Endpoint=http://127.0.0.1:${port}/${AZURITE_ACCOUNT}`;
  return `DefaultEndpointsProtocol=http;AccountName=${AZURITE_ACCOUNT};AccountKey=${AZURITE_KEY};${endPoint};`;
}

/** The secret of our subscriptions, made once: a subscription outlives the process that made it. */
export function ensureClientState(dataFolder: string): string {
  const file = join(dataFolder, 'client-state');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
