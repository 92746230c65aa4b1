import { Command, InvalidArgumentError } from 'commander';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { startBroker } from './broker';

interface BusOptions {
  config: string;
  port: number;
  /** `undefined` = the default folder; false = in memory only. */
  data?: string | false;
  controlPort?: number;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (text === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('a port is a whole number from 0 (any free port) to 65535');
  }
  return port;
}

const command = new Command('bus')
  .description('Service Bus broker for development, on 127.0.0.1 only')
  .requiredOption(
    '--config <file>',
    "queues, in the official emulator's Config.json format",
    'local/bus/config.json',
  )
  .option('--port <number>', 'AMQP port; 0 = any free port', parsePort, 5672)
  .option(
    '--data <folder>',
    'keep messages and the access key here; by default in a folder of its own for each port and configuration, under .local/bus',
  )
  .option('--no-data', 'keep messages in memory only, as with --port 0: they end with the process')
  .option(
    '--control-port <number>',
    'HTTP port of the fault switches; 0 = any free port; none by default',
    parsePort,
  )
  .action(async ({ config, port, data, controlPort }: BusOptions) => {
    const dataFolder = data === undefined ? defaultDataFolder(config, port) : data;
    const broker = await startBroker({
      config,
      port,
      ...(dataFolder !== false && { dataFolder }),
      ...(controlPort !== undefined && { controlPort }),
      ...fromEnvironment(),
      onTrouble: ({ message }) => console.error(`bus: ${message}`),
      onRefusal: ({ message }) => console.error(`bus: refused: ${message}`),
    });
    console.log(`Service Bus broker for development: ${broker.connectionString}`);
    console.log(
      dataFolder === false ? 'Messages are kept in memory only.' : `Messages are kept in ${dataFolder}`,
    );
    if (broker.controlUrl !== undefined) console.log(`Fault switches: ${broker.controlUrl}`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void broker.stop());
  });

/** The same command finds its messages again; another port or configuration does not get in their way. */
function defaultDataFolder(config: string, port: number): string | false {
  if (port === 0) return false;
  const name = createHash('sha256').update(resolve(config)).digest('hex').slice(0, 8);
  return join('.local/bus', `${port}-${name}`);
}

/** A fixed key, for people who want the same connection string on every machine. */
function fromEnvironment(): { sharedAccessKey?: string } {
  const key = process.env['GATEHOUSE_BUS_KEY'];
  return key === undefined || key === '' ? {} : { sharedAccessKey: key };
}

command.parseAsync().catch((error: unknown) => {
  console.error(`bus: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
