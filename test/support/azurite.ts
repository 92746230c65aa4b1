import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** The account and key every Azurite has; published by Microsoft (Learn, "Use the Azurite emulator"), no secret. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface AzuriteOptions {
  /** Listens with TLS, and takes Entra tokens too: it reads their times, issuer and audience, not their signature. */
  tls?: { certificatePath: string; keyPath: string };
}

export interface Azurite {
  connectionString: string;
  /** Table end point, for example `http://127.0.0.1:49152/devstoreaccount1`. */
  tableUrl: string;
  /** Ends the process. Safe to repeat. */
  stop(): Promise<void>;
}

const SOURCES = join(dirname(require.resolve('azurite/package.json')), 'dist/src');

/** Azurite's own command prints the port it was given, 0, and not the one it got: so its servers are started as libraries. */
const SERVE = `
process.stdin.on('end', () => process.exit()).resume();
server.start().then(() => console.log('AT ' + server.getHttpServerAddress()));
`;
const START_TABLES = `
const [sources, cert, key] = process.argv.slice(1);
const { default: Configuration } = require(sources + '/table/TableConfiguration.js');
const { default: Server } = require(sources + '/table/TableServer.js');
const [keepAliveSeconds, inMemory, skipApiVersionCheck] = [5, true, true];
const server = new Server(new Configuration('127.0.0.1', 0, keepAliveSeconds, 'unused.json', false, false, undefined,
  undefined, false, skipApiVersionCheck, cert, key, '', cert && 'basic', false, inMemory));
${SERVE}`;
const START_BLOBS = `
const [sources] = process.argv.slice(1);
const { default: Configuration } = require(sources + '/blob/BlobConfiguration.js');
const { default: Server } = require(sources + '/blob/BlobServer.js');
const { SharedChunkStore } = require(sources + '/common/persistence/MemoryExtentStore.js');
const [keepAliveSeconds, inMemory, skipApiVersionCheck] = [5, true, true];
const server = new Server(new Configuration('127.0.0.1', 0, keepAliveSeconds, 'unused.json', 'unused-too.json', [], false,
  undefined, false, undefined, false, skipApiVersionCheck, '', '', '', undefined, false, inMemory, SharedChunkStore));
${SERVE}`;

/**
 * Starts the table service of Azurite in a process of its own, on a free port of loopback, keeping its rows in
 * memory only. It ends by {@link Azurite.stop}, and by itself when this process is gone. Throws with what it
 * printed where it does not start.
 */
export async function startAzurite({ tls }: AzuriteOptions = {}): Promise<Azurite> {
  const files = tls ? [tls.certificatePath, tls.keyPath] : [];
  const { address, stop } = await startServer(START_TABLES, files);
  const tableUrl = `${address}/${ACCOUNT}`;
  const protocol = tls ? 'https' : 'http';
  return { tableUrl, connectionString: `${accountText(protocol)};TableEndpoint=${tableUrl}`, stop };
}

/** As {@link startAzurite}, the blob service; without TLS. */
export async function startAzuriteBlobs(): Promise<Omit<Azurite, 'tableUrl'>> {
  const { address, stop } = await startServer(START_BLOBS, []);
  return { connectionString: `${accountText('http')};BlobEndpoint=${address}/${ACCOUNT}`, stop };
}

const accountText = (protocol: string) =>
  `DefaultEndpointsProtocol=${protocol};AccountName=${ACCOUNT};AccountKey=${KEY}`;

async function startServer(
  script: string,
  args: readonly string[],
): Promise<{ address: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', script, SOURCES, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('AT ')) resolve(line.slice(3));
    });
    child.once('exit', (code) =>
      reject(new Error(`Azurite ended with ${String(code)} before it listened: ${printed}`)),
    );
  });
  return {
    address,
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
