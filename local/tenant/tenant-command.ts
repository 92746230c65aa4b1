import { Command, InvalidArgumentError } from 'commander';
import { join, relative } from 'node:path';
import { loadScenario, readyMadeScenarios } from './scenarios/load-scenario';
import { startTenant, type Tenant } from './tenant';

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
  .option(
    '--scenario <file>',
    `a YAML or JSON file, or a ready-made one: ${readyMadeScenarios().join(', ')}`,
    'one-partner',
  )
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
    for (const line of welcome(tenant, options)) console.log(line);
    const stop = (): void => void tenant.stop().then(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    console.error(explain(error, options));
    process.exitCode = 1;
  }
}

/** What somebody needs to go on, no line longer than a narrow terminal. */
function welcome(tenant: Tenant, { scenario, data }: Options): string[] {
  return [
    `Simulated tenant ${tenant.tenantId} listens on ${tenant.url}`,
    tenant.isFirstStart
      ? `  scenario      ${scenario}, laid out into ${data}`
      : `  scenario      not laid out again: ${data} holds a tenant already`,
    `  Graph         ${tenant.url}/v1.0 and /beta`,
    `  ARM           ${tenant.url}/subscriptions`,
    `  sign-in       /${tenant.tenantId}/oauth2/v2.0/token`,
    `  identities    IDENTITY_ENDPOINT=${tenant.identityEndpoint}`,
    `                IDENTITY_HEADER=${tenant.identityHeader}`,
    `  certificate   ${relative(process.cwd(), tenant.certificatePath)}`,
    '                for curl --cacert and NODE_EXTRA_CA_CERTS; plain http works too',
    `  control       npm run tenant:ctl -- --url ${tenant.url} --help`,
  ];
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
