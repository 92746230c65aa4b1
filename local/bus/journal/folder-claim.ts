import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const claimedHere = new Set<string>();

/**
 * Claims a data folder for this broker; returns the function that gives it back. Two brokers on one journal would
 * destroy it, so this throws while another live process holds the folder. A claim left by a kill is taken over.
 */
export function claimFolder(dataFolder: string): () => void {
  const folder = resolve(dataFolder);
  const file = join(folder, 'broker.pid');
  mkdirSync(folder, { recursive: true });
  const holder = holderOf(file);
  if (claimedHere.has(folder) || (holder !== undefined && holder !== process.pid && isAlive(holder))) {
    throw new Error(
      `The data folder ${folder} is in use by process ${holder ?? process.pid}. Stop that broker, choose another folder, or, if that process is no broker, remove ${file}.`,
    );
  }
  writeFileSync(file, String(process.pid));
  claimedHere.add(folder);
  return () => {
    rmSync(file, { force: true });
    claimedHere.delete(folder);
  };
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // alive, but somebody else's
  }
}
