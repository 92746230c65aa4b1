import { Command } from 'commander';
import pc from 'picocolors';
import { parsePortBase } from './parse-port-base';
import { DEFAULT_PORT_BASE, stackPorts } from './stack-ports';
import { startStack, StackError, type Stack } from './stack';

interface StartOptions {
  portBase: number;
  fresh: boolean;
}

const command = new Command('npm start --')
  .description(
    'Runs Gatehouse on this machine: tables, bus, simulated tenant and Functions host, on 127.0.0.1 only.',
  )
  .option('--port-base <number>', 'first of four ports in a row', parsePortBase, DEFAULT_PORT_BASE)
  .option('--fresh', 'forget what earlier runs left in .local/', false);

async function main(): Promise<void> {
  const { portBase, fresh } = command.parse().opts<StartOptions>();
  const ports = stackPorts(portBase);
  const startedAt = performance.now();
  const stack = await startStack({
    ports,
    dataFolder: '.local',
    fresh,
    scenarioFile: 'one-partner',
  });
  console.log(listing(stack, ports.tables, (performance.now() - startedAt) / 1000));
  const why = await Promise.race([signalled(), stack.broken]);
  console.log(why);
  await stack.stop();
  process.exit(why === STOPPING ? 0 : 1);
}

const STOPPING = '\nStopping; what was accepted is kept in .local/.';

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(STOPPING));
  });
}

function listing(stack: Stack, tablesPort: number, seconds: number): string {
  const row = (name: string, where: string) => `  ${name.padEnd(18)} ${pc.cyan(where)}`;
  return [
    pc.bold(`Gatehouse runs (${seconds.toFixed(1)} s).`),
    row('app', stack.hostUrl),
    row('simulated tenant', stack.tenantUrl),
    row('service bus', stack.busConnectionString.split(';')[0]?.replace('Endpoint=', '') ?? ''),
    row('tables (Azurite)', `http://127.0.0.1:${tablesPort}`),
    row('logs, traffic', '.local/host.log, .local/traffic.ndjson'),
    '',
    'Try next, in another terminal:',
    `  ${pc.green('npm run demo')}                          three guests of a partner, from invitation to desktop`,
    `  ${pc.green('npm run --silent tenant:ctl -- --help')} invite, accept, delete, break things in the tenant`,
    `  ${pc.green(`curl ${stack.hostUrl}/api/health`)}`,
    '',
    'Ctrl-C stops all of it.',
  ].join('\n');
}

main().catch((error: unknown) => {
  console.error(error instanceof StackError ? pc.red(error.message) : error);
  process.exit(1);
});
