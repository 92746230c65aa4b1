import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(__dirname, '../../../..');

/** Runs what was built: a host with the durable half on a data folder. It says its port and then waits to be killed. */
const PROGRAM = `
const { createHost } = require('./dist/local/host/host.js');
const { createDurable } = require('./dist/local/host/durable/create-durable.js');
const [entry, dataFolder] = process.argv.slice(1);
createHost({ entry, dataFolder, createDurable, log: ({ level, source, text }) => level === 'error' && source === 'host' && console.error(text) })
  .then(async (host) => { await host.start(); console.log(host.port); });
`;

/** A host in a process of its own. */
export interface HostProcess {
  url: string;
  /** Ends it as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a host process; resolves when it listens. @throws Error when it ends before that. */
export async function startHostProcess(
  entry: string,
  dataFolder: string,
  env: Record<string, string>,
): Promise<HostProcess> {
  const child = spawn(process.execPath, ['-e', PROGRAM, entry, dataFolder], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  const { stdout } = child;
  if (!stdout) throw new Error('The host process has no output to read its port from.');
  const lines = createInterface({ input: stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
  if (typeof line !== 'string')
    throw new Error(`The host process ended before it listened (exit code ${String(line)}).`);
  return Number(line);
}
