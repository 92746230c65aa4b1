import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { AmqpServer } from './amqp/amqp-server';
import { DEFAULT_KEY_NAME, sharedAccessKeyFor } from './auth/shared-access-key';
import { Faults } from './control/faults';
import { noJournal } from './journal/journal-record';
import { Queues } from './queue/queues';
import { readBrokerConfig } from './settings/broker-config';

export interface BrokerOptions {
  /** A file in the official emulator's Config.json format, or its content. */
  config: string | object;
  /** 0 = any free port. */
  port: number;
  /** Where messages and the key are kept; `undefined` = in memory only. */
  dataFolder?: string;
  sharedAccessKeyName?: string;
  /** `undefined` = the data folder's own key, made at its first start. */
  sharedAccessKey?: string;
  /** Lifts the official emulator's ranges of lock duration and time-to-live: for tests. */
  anyDuration?: boolean;
  /** Hears of trouble that no client was told about. */
  onTrouble?: (error: Error) => void;
}

export interface Broker {
  port: number;
  /** What any Service Bus client needs to come here. */
  connectionString: string;
  faults: Faults;
  queues: Queues;
  /** Cuts all connections without a word; clients come back by themselves. */
  dropSockets(): void;
  /** Stops at once; what was accepted is kept. */
  stop(): Promise<void>;
}

/**
 * Starts the development broker on 127.0.0.1. Throws if NODE_ENV is production, and if the configuration asks for
 * something the broker does not offer.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error(
      'The development broker does not start with NODE_ENV=production: use Azure Service Bus there.',
    );
  }
  const onTrouble = options.onTrouble ?? ((error) => process.emitWarning(error));
  const faults = new Faults();
  const queues = new Queues(readBrokerConfig(options.config, options.anyDuration), noJournal, onTrouble);
  const key = {
    name: options.sharedAccessKeyName ?? DEFAULT_KEY_NAME,
    key: options.sharedAccessKey ?? sharedAccessKeyFor(options.dataFolder),
  };
  const amqp = new AmqpServer({ queues, key, faults }, onTrouble);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    amqp.accept(socket);
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dropSockets = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    connectionString: `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=${key.name};SharedAccessKey=${key.key};UseDevelopmentEmulator=true;`,
    faults,
    queues,
    dropSockets,
    stop: async () => {
      for (const queue of queues.all()) queue.stop();
      const closed = close(server);
      dropSockets();
      await closed;
    },
  };
}

const close = (server: Server): Promise<unknown> =>
  server.listening ? once(server.close(), 'close') : Promise.resolve();
