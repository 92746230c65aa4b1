import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(__dirname, '../../../..');

/**
 * Runs what was built: a host with the durable half on a data folder. It loads its modules, waits for a line before it
 * touches the data, says its port, and then waits to be killed.
 */
const PROGRAM = `
const { createHost } = require('./dist/local/host/host.js');
const [entry, dataFolder] = process.argv.slice(1);
require('durable-functions');
process.stdin.once('data', async () => {
  const host = await createHost({ entry, dataFolder, log: ({ level, source, text }) => level === 'error' && source === 'host' && console.error(text) });
  await host.start();
  console.log(host.port);
});
`;

/** A host in a process of its own. */
export interface HostProcess {
  url: string;
  /** Ends it as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
}

/** A process that has loaded its modules and waits to become a host. */
export interface SpareProcess {
  /** Takes up the data folder; resolves when it listens. @throws Error when it ends before that. */
  start(): Promise<HostProcess>;
  kill(): Promise<void>;
}

/** Makes a spare process: loading takes longer than starting, and can be done while another host still runs. */
export function spawnHostProcess(
  entry: string,
  dataFolder: string,
  env: Record<string, string>,
): SpareProcess {
  const child = spawn(process.execPath, ['-e', PROGRAM, entry, dataFolder], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return {
    async start() {
      child.stdin.write('start\n');
      return { url: `http://127.0.0.1:${await portOf(child)}`, kill };
    },
    kill,
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
