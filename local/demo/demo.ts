import { Command } from 'commander';
import pc from 'picocolors';
import { findRunningStack, type RunningStack } from '../start/running-stack';
import { parsePortBase } from '../start/parse-port-base';
import { startStack, StackError } from '../start/stack';
import { DEFAULT_PORT_BASE, stackPorts } from '../start/stack-ports';
import { liveTable, plainLines, silent, type Progress } from './progress';
import { runDemo, type DemoReport } from './run-demo';

interface DemoOptions {
  json?: true;
  portBase: number;
  data: string;
}

const command = new Command('npm run demo --')
  .description('Three guests of a partner, from invitation to desktop, in the simulated tenant.')
  .option('--json', 'print one JSON document and nothing else')
  .option(
    '--port-base <number>',
    'first of four ports, where no stack runs yet',
    parsePortBase,
    DEFAULT_PORT_BASE,
  )
  .option('--data <folder>', 'where the stack that runs keeps everything', '.local');

const NARROWEST_TABLE = 70;

async function main(): Promise<void> {
  const options = command.parse().opts<DemoOptions>();
  const say = options.json ? () => undefined : (line: string) => console.log(line);
  const stack = await useStack(options, say);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stack.leave().then(() => process.exit(130)));
  }
  try {
    const report = await runDemo(stack.running, progressFor(options));
    console.log(options.json ? JSON.stringify(report, undefined, 2) : ending(report));
    process.exitCode = report.isAsExpected ? 0 : 1;
  } finally {
    await stack.leave();
  }
}

/** The stack `npm start` runs, or a fresh one of the demo's own that ends with it. */
async function useStack(
  { portBase, data }: DemoOptions,
  say: (line: string) => void,
): Promise<{ running: RunningStack; leave: () => Promise<void> }> {
  const running = await findRunningStack(data);
  if (running !== undefined) {
    say(`Using the stack that runs at ${running.hostUrl}.`);
    return { running, leave: () => Promise.resolve() };
  }
  say('Starting tables, bus, simulated tenant and Functions host ...');
  const own = await startStack({
    ports: stackPorts(portBase),
    dataFolder: '.local/demo',
    fresh: true,
    scenarioFile: 'one-partner',
  });
  return { running: own, leave: () => own.stop() };
}

function progressFor({ json }: DemoOptions): Progress {
  if (json) return silent;
  const { isTTY, columns } = process.stdout;
  return isTTY && columns >= NARROWEST_TABLE ? liveTable(columns) : plainLines((line) => console.log(line));
}

function ending({ observations, guests, isAsExpected }: DemoReport): string {
  const mark = (isTrue: boolean) => (isTrue ? pc.green('ok ') : pc.red('NO '));
  const read = observations.map(({ guest, expected, isTrue, observed }) => {
    const unlike = isTrue ? '' : pc.red(` (the tenant says: ${observed})`);
    return `  ${mark(isTrue)} ${guest.padEnd(5)} ${expected}${unlike}`;
  });
  const told = guests
    .filter((guest) => guest.told !== null)
    .map(({ name, told: text }) => `  ${name}'s sponsor is told: ${text ?? ''}`);
  const verdict = isAsExpected
    ? pc.green(`All ${observations.length} expectations were observed in the tenant.`)
    : pc.red('Not everything was observed as expected; .local/demo/host.log and traffic.ndjson tell more.');
  return ['', 'Read back from the tenant, with an admin’s own token:', ...read, ...told, '', verdict].join(
    '\n',
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof StackError ? pc.red(error.message) : error);
  process.exitCode = 1;
});
