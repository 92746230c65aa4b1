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
  if (claimedHere.has(folder)) throw inUse(folder, file, process.pid);
  makeFolder(folder);
  if (!writeClaim(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && holder !== process.pid && isAlive(holder)) throw inUse(folder, file, holder);
    rmSync(file, { force: true }); // of a process that is gone
    if (!writeClaim(file)) throw inUse(folder, file, holderOf(file));
  }
  claimedHere.add(folder);
  return () => {
    rmSync(file, { force: true });
    claimedHere.delete(folder);
  };
}

const inUse = (folder: string, file: string, holder = 0): Error =>
  new Error(
    `The data folder ${folder} is in use by process ${holder}. Stop that broker, choose another folder, or, if that process is no broker, remove ${file}.`,
  );

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The data folder ${folder} cannot be made (${reason}). Choose one that can be made and written.`,
      { cause: error },
    );
  }
}

/** False if there is a claim already; two that come at once cannot both write theirs. */
function writeClaim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
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
