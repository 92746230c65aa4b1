#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { CommanderError } from 'commander';
import { ApiError } from '../api-error';
import { EXIT } from './exit-codes';
import { gatehouseProgram } from './gatehouse-program';

const terminal = {
  print: (text: string) => console.log(text),
  note: (text: string) => void process.stderr.write(text),
  exitWith: (code: number) => void (process.exitCode = code),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  ask,
  isWatched: process.stdout.isTTY && process.stderr.isTTY,
};

async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

// Whoever reads only the head of the output has had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.well);
  throw error;
});

gatehouseProgram(process.env, terminal)
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = exitCodeOf(error);
    // The library has said itself what was wrong with the arguments, or printed the help that was asked for.
    if (!(error instanceof CommanderError)) console.error(toldAs(error));
  });

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.well : EXIT.refused;
  return error instanceof ApiError && error.kind === 'unreachable' ? EXIT.unreachable : EXIT.refused;
}

/** A defect is told by its message alone; whoever mends it asks for the rest. */
function toldAs(error: unknown): unknown {
  if (error instanceof ApiError || process.env['GATEHOUSE_DEBUG'] === undefined)
    return error instanceof Error ? error.message : String(error);
  return error;
}
