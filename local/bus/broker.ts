import { AmqpServer } from './amqp/amqp-server';
import { SocketListener } from './amqp/socket-listener';
import { DEFAULT_KEY_NAME, sharedAccessKeyFor } from './auth/shared-access-key';
import { startControlServer } from './control/control-server';
import { Faults } from './control/faults';
import { openQueues } from './journal/open-queues';
import { type Queues } from './queue/queues';
import { readBrokerConfig } from './settings/broker-config';

export interface BrokerOptions {
  /** A file in the official emulator's Config.json format, or its content. */
  config: string | object;
  /** 0 = any free port. */
  port: number;
  /** Where messages and the key are kept; `undefined` = in memory only. */
  dataFolder?: string;
  /** `undefined` = no control port; 0 = any free port. */
  controlPort?: number;
  sharedAccessKeyName?: string;
  /** `undefined` = the data folder's own key, made at its first start. */
  sharedAccessKey?: string;
  /** Lifts the official emulator's ranges of lock duration and time-to-live: for tests. */
  anyDuration?: boolean;
  /** Hears of trouble that no client was told about; a process warning by default. */
  onTrouble?: (error: Error) => void;
  /** Hears why a client's link was refused; not every client passes the reason on. Nobody by default. */
  onRefusal?: (refusal: Error) => void;
}

export interface Broker {
  port: number;
  /** Where the fault switches are; `undefined` without a control port. */
  controlUrl: string | undefined;
  /** What any Service Bus client needs to come here. */
  connectionString: string;
  /** Stops at once; what was accepted is kept. */
  stop(): Promise<void>;
}

/**
 * Starts the development broker on 127.0.0.1. Throws if NODE_ENV is production, if the configuration asks for
 * something the broker does not offer, if a port is taken, and if the data folder is in use or damaged.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error(
      'The development broker does not start with NODE_ENV=production: use Azure Service Bus there.',
    );
  }
  const onTrouble =
    options.onTrouble ??
    ((error: Error): void => {
      process.emitWarning(error);
    });
  const settings = readBrokerConfig(options.config, options.anyDuration);
  const opened = await openQueues(settings, options.dataFolder, onTrouble);
  const stopQueues = async (): Promise<void> => {
    for (const queue of opened.queues.all()) queue.stop();
    await opened.close();
  };
  try {
    return await open(options, { queues: opened.queues, onTrouble, stopQueues });
  } catch (error) {
    await stopQueues();
    throw error;
  }
}

interface Opened {
  queues: Queues;
  onTrouble: (error: Error) => void;
  stopQueues: () => Promise<void>;
}

async function open(options: BrokerOptions, { queues, onTrouble, stopQueues }: Opened): Promise<Broker> {
  const faults = new Faults();
  const key = {
    name: options.sharedAccessKeyName ?? DEFAULT_KEY_NAME,
    key: options.sharedAccessKey ?? sharedAccessKeyFor(options.dataFolder),
  };
  const services = { queues, key, faults, onRefusal: options.onRefusal ?? (() => undefined) };
  const amqp = new AmqpServer(services, onTrouble);
  const listener = new SocketListener((socket) => amqp.accept(socket), onTrouble);
  await listener.listen(options.port);
  try {
    const control = await startControlServer(options.controlPort, { queues, faults, listener });
    return {
      port: listener.port,
      controlUrl: control?.url,
      connectionString: `Endpoint=sb://127.0.0.1:${listener.port};SharedAccessKeyName=${key.name};SharedAccessKey=${key.key};UseDevelopmentEmulator=true;`,
      stop: async () => {
        await Promise.all([listener.close(), control?.close()]);
        await stopQueues();
      },
    };
  } catch (error) {
    await listener.close();
    throw error;
  }
}
