import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../..');
const COMMAND = join(ROOT, 'dist/local/host/host-command.js');

/** Writes an app's files below a folder, with this project's packages at hand. */
export function writeApp(folder: string, files: Record<string, string | object>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The host command in a process of its own. */
export interface RunningCommand {
  /** Standard output and error so far. */
  output: () => string;
  /** Resolves with the first match of the pattern in the output; rejects when the process ends without one. */
  seen: (pattern: RegExp) => Promise<RegExpExecArray>;
  signal: (name: NodeJS.Signals) => void;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
}

/** Starts the built host command. */
export function runHostCommand(args: readonly string[], env: Record<string, string> = {}): RunningCommand {
  if (!existsSync(COMMAND)) throw new Error('The project is not built: run `npm run build` first.');
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  return watch(child);
}

function watch(child: ChildProcess): RunningCommand {
  let text = '';
  const checks = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const check of [...checks]) check();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<number | string>((resolveEnd) => {
    child.on('close', (code, signal) => resolveEnd(code ?? signal ?? -1));
  });
  return {
    output: () => text,
    seen: (pattern) =>
      new Promise((resolveSeen, reject) => {
        const check = (): void => {
          const match = pattern.exec(text);
          if (!match) return;
          checks.delete(check);
          resolveSeen(match);
        };
        checks.add(check);
        check();
        void ended.then((code) =>
          reject(new Error(`ended with ${code} and without ${String(pattern)}:\n${text}`)),
        );
      }),
    signal: (name) => void child.kill(name),
    ended,
  };
}
