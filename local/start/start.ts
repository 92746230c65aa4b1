import { relative } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { parsePortBase } from './parse-port-base';
import { DEFAULT_PORT_BASE, stackPorts } from './stack-ports';
import { startStack, StackError, type Stack } from './stack';

interface StartOptions {
  portBase: number;
  data: string;
  fresh?: true;
  scenario: string;
}

/** Where everything is kept unless somebody says otherwise. */
const DEFAULT_DATA_FOLDER = '.local';

const command = new Command('npm start --')
  .description(
    'Runs Gatehouse on this machine: tables, bus, simulated tenant and Functions host, on 127.0.0.1 only.',
  )
  .option('--port-base <number>', 'first of five ports in a row', parsePortBase, DEFAULT_PORT_BASE)
  .option('--data <folder>', 'where everything is kept', DEFAULT_DATA_FOLDER)
  .option('--fresh', 'forget what earlier runs left there')
  .option(
    '--scenario <name>',
    'what the simulated tenant holds at its first start: a file, or a name in local/tenant/scenarios',
    'one-partner',
  );

async function main(): Promise<void> {
  const { portBase, data, fresh = false, scenario } = command.parse().opts<StartOptions>();
  const ports = stackPorts(portBase);
  const startedAt = performance.now();
  const stack = await startStack({ ports, dataFolder: data, fresh, scenarioFile: scenario });
  console.log(listing(stack, ports.tables, (performance.now() - startedAt) / 1000));
  const why = await Promise.race([signalled(), stack.broken]);
  console.log(why === STOPPING ? `\nStopping; what was accepted is kept in ${data}.` : why);
  await stack.stop();
  process.exit(why === STOPPING ? 0 : 1);
}

const STOPPING = 'stopping';

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(STOPPING));
  });
}

function listing(stack: Stack, tablesPort: number, seconds: number): string {
  const row = (name: string, where: string) => `  ${name.padEnd(18)} ${pc.cyan(where)}`;
  const folder = relative('.', stack.dataFolder);
  return [
    pc.bold(`Gatehouse runs (${seconds.toFixed(1)} s).`),
    row('app', stack.hostUrl),
    row('simulated tenant', stack.tenantUrl),
    row('service bus', stack.busConnectionString.split(';')[0]?.replace('Endpoint=', '') ?? ''),
    row('tables (Azurite)', `http://127.0.0.1:${tablesPort}`),
    row('logs, traffic', `${folder}/host.log, ${folder}/traffic.ndjson`),
    '',
    'Try next, in another terminal:',
    ...suggestions(stack, folder),
    '',
    'Ctrl-C stops all of it.',
  ].join('\n');
}

/** Three commands that work as they stand, each with what it does below it. */
function suggestions({ hostUrl, tenantUrl }: Stack, folder: string): string[] {
  const data = folder === DEFAULT_DATA_FOLDER ? '' : ` -- --data ${folder}`;
  const tenant = tenantUrl.replace('https://localhost', 'http://127.0.0.1');
  const isDefault = tenant.endsWith(String(stackPorts(DEFAULT_PORT_BASE).tenant));
  return [
    `  ${pc.green(`npm run demo${data}`)}`,
    '      three guests of a partner, from invitation to desktop',
    `  ${pc.green(`npm run --silent tenant:ctl -- ${isDefault ? '' : `--url ${tenant} `}--help`)}`,
    '      invite, accept, delete, break things in the tenant',
    `  ${pc.green(`curl ${hostUrl}/api/health`)}`,
    '      is the app up?',
  ];
}

main().catch((error: unknown) => {
  console.error(error instanceof StackError ? pc.red(error.message) : error);
  process.exit(1);
});
