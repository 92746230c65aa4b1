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

const TABLE_MODULES = dirname(require.resolve('azurite/dist/src/table/TableServer.js'));

/** Azurite's own command prints the port it was given, 0, and not the one it got: so its table server is started as a library. */
const START = `
const [configuration, tableServer, cert, key] = process.argv.slice(1);
const { default: Configuration } = require(configuration);
const { default: Server } = require(tableServer);
const [keepAliveSeconds, inMemory, skipApiVersionCheck] = [5, true, true];
const server = new Server(new Configuration('127.0.0.1', 0, keepAliveSeconds, 'unused.json', false, false, undefined,
  undefined, false, skipApiVersionCheck, cert, key, '', cert && 'basic', false, inMemory));
process.stdin.on('end', () => process.exit()).resume();
server.start().then(() => console.log('AT ' + server.getHttpServerAddress()));
`;

/**
 * Starts the table service of Azurite in a process of its own, on a free port of loopback, keeping its rows in
 * memory only. It ends by {@link Azurite.stop}, and by itself when this process is gone. Throws with what it
 * printed where it does not start.
 */
export async function startAzurite({ tls }: AzuriteOptions = {}): Promise<Azurite> {
  const modules = ['TableConfiguration.js', 'TableServer.js'].map((file) => join(TABLE_MODULES, file));
  const files = [...modules, ...(tls ? [tls.certificatePath, tls.keyPath] : [])];
  const child = spawn(process.execPath, ['-e', START, ...files], { stdio: ['pipe', 'pipe', 'pipe'] });
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
  const tableUrl = `${address}/${ACCOUNT}`;
  return {
    tableUrl,
    connectionString: `DefaultEndpointsProtocol=${tls ? 'https' : 'http'};AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=${tableUrl}`,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
