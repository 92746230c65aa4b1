import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const COMMAND = join(process.cwd(), 'dist/local/tenant/tenant-command.js');
const children = new Set<ChildProcess>();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenant-'));
});
afterEach(async () => {
  await Promise.all([...children].map((child) => kill(child)));
  rmSync(folder, { recursive: true });
});

/** Starts the command; resolves with its address when it says that it listens. */
async function start(...args: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [COMMAND, '--port', '0', '--data', folder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /listens on https:\/\/localhost:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { child, url: `http://127.0.0.1:${port}` };
  }
  throw new Error('The command ended without listening');
}

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
  if (!children.delete(child)) return null;
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function control(url: string, action: string, input: unknown = {}): Promise<unknown> {
  const response = await fetch(`${url}/_control/${action}`, { method: 'POST', body: JSON.stringify(input) });
  return response.json();
}

describe('the tenant command', () => {
  it('loses nothing it answered when it is killed, and goes on with the next start', async () => {
    const first = await start();
    const invited: string[] = [];
    for (let at = 0; at < 20; at += 1) {
      invited.push(
        ((await control(first.url, 'invite', { mail: `guest${at}@contoso.com` })) as { id: string }).id,
      );
    }
    await kill(first.child);
    const second = await start();
    const found = (await control(second.url, 'list-users', { onlyGuests: true })) as { id: string }[];
    expect(found.map((user) => user.id)).toEqual(invited);
    expect(await kill(second.child, 'SIGTERM')).toBe(0);
  });

  it('leaves a data folder alone that another tenant has', async () => {
    await start();
    const child = spawn(process.execPath, [COMMAND, '--port', '0', '--data', folder]);
    let message = '';
    child.stderr.on('data', (data: Buffer) => (message += data.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, message]).toEqual([1, expect.stringMatching(/in use by process \d+/)]);
  });

  it('ends with a message that says what to do when the port is taken', async () => {
    const { url } = await start();
    const child = spawn(process.execPath, [
      COMMAND,
      '--port',
      new URL(url).port,
      '--data',
      join(folder, 'other'),
    ]);
    let message = '';
    child.stderr.on('data', (data: Buffer) => (message += data.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, message]).toEqual([1, expect.stringMatching(/Port \d+ is taken.*--port/)]);
  });
});
