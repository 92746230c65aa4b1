import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What others need to use a stack that runs. */
export interface RunningStack {
  pid: number;
  hostUrl: string;
  tenantUrl: string;
  tenantId: string;
  certificatePath: string;
  /** Where it keeps everything, its logs too. */
  dataFolder: string;
}

const ANSWER_MS = 5_000;
const fileOf = (dataFolder: string) => join(dataFolder, 'stack.json');

/** Says in `dataFolder` that this stack runs. */
export function announceStack(dataFolder: string, stack: RunningStack): void {
  writeFileSync(fileOf(dataFolder), JSON.stringify(stack, undefined, 2));
}

/** Takes the announcement back. Safe to repeat. */
export function withdrawStack(dataFolder: string): void {
  rmSync(fileOf(dataFolder), { force: true });
}

/**
 * The stack that runs on this data folder; undefined = none does, whatever a crash left behind. A process of the
 * announced id alone proves nothing, since ids come again: its app must answer too.
 */
export async function findRunningStack(dataFolder: string): Promise<RunningStack | undefined> {
  if (!existsSync(fileOf(dataFolder))) return undefined;
  const stack = JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')) as RunningStack;
  return isAlive(stack.pid) && (await answers(stack.hostUrl)) ? stack : undefined;
}

/** Whether an app answers at this host. Never throws. */
export async function answers(hostUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${hostUrl}/api/health`, { signal: AbortSignal.timeout(ANSWER_MS) })).ok;
  } catch {
    // Nothing listens there, or it hangs: either way it does not answer.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: no such process.
    return false;
  }
}
