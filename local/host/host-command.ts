import { Command, InvalidArgumentError } from 'commander';
import { resolve } from 'node:path';
import pc from 'picocolors';
import { type HostLogEntry } from './app/host-log';
import { type Host } from './host';
import { createHost } from './host';

interface CommandOptions {
  app: string;
  port: number;
  data?: string;
  clock: 'real' | 'virtual';
  verbose: boolean;
}

const command = new Command('host')
  .description('Runs a built Azure Functions app (Node, v4 model) without Core Tools, on 127.0.0.1 only.')
  .requiredOption('--app <folder>', "the app's folder, the one with package.json and host.json")
  .option('--port <number>', 'the port to listen on', parsePort, 7071)
  .option(
    '--data <folder>',
    'where orchestrations and timers keep their state (default: .local/host in the app)',
  )
  .option('--clock <kind>', 'real, or virtual: time then moves only by a test', parseClock, 'real')
  .option('--verbose', "also print the library's own lines", false);

void main();

async function main(): Promise<void> {
  const options = command.parse().opts<CommandOptions>();
  try {
    const host = await createHost({
      entry: resolve(options.app),
      port: options.port,
      dataFolder: resolve(options.data ?? resolve(options.app, '.local/host')),
      clock: options.clock,
      log: (entry) => print(entry, options.verbose),
    });
    stopOnSignal(host);
    await host.start();
    console.log(listing(host));
    console.log(`Host started on http://127.0.0.1:${host.port}. Press Ctrl+C to stop it.`);
  } catch (error) {
    console.error(pc.red(error instanceof Error ? error.message : String(error)));
    process.exit(1); // An app that failed to load may have left timers or sockets behind.
  }
}

/** The first signal lets what runs end; the second one does not wait. */
function stopOnSignal(host: Host): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    console.log('Stopping; press Ctrl+C again not to wait.');
    host.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(
          pc.red(`The host did not stop cleanly: ${error instanceof Error ? error.message : String(error)}`),
        );
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function listing(host: Host): string {
  const urls = new Map(host.urls.map((url) => [url.functionName, url]));
  const lines = host.functions.map(({ name, trigger }) => {
    const url = urls.get(name);
    return `        ${pc.yellow(name)}: ${url ? `[${url.methods}] ${pc.green(url.url)}` : kindOf(trigger.type)}`;
  });
  if (lines.length === 0) return `\n${pc.yellow('The app registered no functions.')}\n`;
  return `\n${pc.bold('Functions:')}\n\n${lines.join('\n\n')}\n`;
}

function kindOf(triggerType: string): string {
  return triggerType === 'entityTrigger'
    ? pc.red('entityTrigger (not supported: calls to it are refused)')
    : triggerType;
}

function print({ level, source, text }: HostLogEntry, isVerbose: boolean): void {
  const isDetail = level === 'trace' || level === 'debug';
  if (!isVerbose && (isDetail || source === 'system')) return;
  const line = `[${new Date().toISOString()}] ${text}`;
  if (level === 'error' || level === 'critical') console.error(pc.red(line));
  else console.log(level === 'warning' ? pc.yellow(line) : line);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}

function parseClock(text: string): 'real' | 'virtual' {
  if (text === 'real' || text === 'virtual') return text;
  throw new InvalidArgumentError('It must be real or virtual.');
}
