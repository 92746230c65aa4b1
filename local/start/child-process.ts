import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

const STOP_PATIENCE_MS = 10_000;
const LAST_LINES = 20;

/** A process of the local stack. */
export interface StackProcess {
  pid: number;
  /** Resolves when it ended, whyever. */
  ended: Promise<void>;
  /** The last lines it printed, for a message about its end; where in the code it was stays in the log file. */
  lastLines(): string;
  /** Asks it to end, and ends it after ten seconds. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts a Node script of its own process group, so that Ctrl-C reaches only the starter, which ends the stack
 * in order. What it prints goes to `logFile`.
 */
export function startProcess(
  args: string[],
  logFile: string,
  env: NodeJS.ProcessEnv = process.env,
): StackProcess {
  const guard = ['--require', join(__dirname, 'end-with-parent.js')];
  const child = spawn(process.execPath, [...guard, ...args], { stdio: 'pipe', detached: true, env });
  const log = createWriteStream(logFile, { flags: 'w' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = once(child, 'exit').then(() => undefined);
  return {
    pid: child.pid ?? 0,
    ended,
    lastLines: () => withoutStack(readFileSync(logFile, 'utf8')).slice(-LAST_LINES).join('\n'),
    stop: () => stop(child, ended),
  };
}

function withoutStack(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !/^\s+at /.test(line));
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(patience);
}
