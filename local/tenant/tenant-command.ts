import { Command, InvalidArgumentError } from 'commander';
import { join } from 'node:path';
import { loadScenario } from './scenarios/load-scenario';
import { startTenant } from './tenant';

interface Options {
  port: number;
  data: string;
  scenario: string;
  seed: string;
  clock: 'real' | 'virtual';
  traffic?: string;
}

const program = new Command('tenant')
  .description('Starts the simulated tenant: Microsoft Graph, Azure Resource Manager and sign-in on one port')
  .option('--port <number>', 'port to listen on; 0: any free one', portNumber, 7074)
  .option('--data <folder>', 'folder of the state', join('.local', 'tenant'))
  .option('--scenario <file>', 'ready-made scenario by name, or a YAML or JSON file', 'one-partner')
  .option('--seed <text>', 'fixes object ids and chance', 'gatehouse')
  .option('--clock <mode>', 'real or virtual', clockMode, 'real')
  .option('--traffic <file>', 'append every exchange to this file');

void run(program.parse().opts<Options>());

async function run(options: Options): Promise<void> {
  try {
    const tenant = await startTenant({
      port: options.port,
      dataFolder: options.data,
      scenario: loadScenario(options.scenario),
      seed: options.seed,
      clock: options.clock,
      ...(options.traffic === undefined ? {} : { trafficFile: options.traffic }),
    });
    console.log(`Simulated tenant ${tenant.tenantId} listens on ${tenant.url}`);
    console.log(`  Graph          ${tenant.url}/v1.0 and /beta`);
    console.log(`  ARM            ${tenant.url}/subscriptions`);
    console.log(`  sign-in        ${tenant.url}/${tenant.tenantId}/oauth2/v2.0/token`);
    console.log(
      `  identities     IDENTITY_ENDPOINT=${tenant.identityEndpoint} IDENTITY_HEADER=${tenant.identityHeader}`,
    );
    console.log(`  control        npm run tenant:ctl -- --url ${tenant.url} --help`);
    const stop = (): void => void tenant.stop().then(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    console.error(explain(error, options));
    process.exitCode = 1;
  }
}

function explain(error: unknown, options: Options): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.includes('EADDRINUSE')
    ? `Port ${options.port} is taken by another program; stop it, or choose another one with --port`
    : message;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535');
}

function clockMode(text: string): 'real' | 'virtual' {
  if (text === 'real' || text === 'virtual') return text;
  throw new InvalidArgumentError('real or virtual');
}
