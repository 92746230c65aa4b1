import { type ServiceBusClient } from '@azure/service-bus';
import { errorText } from '../app/error-text';
import { type HostLog } from '../app/host-log';
import { type AppInvoker } from '../app/invoker';
import { type TriggerListener } from '../app/trigger-listener';
import { type AppSettings } from '../settings/app-settings';
import { type ServiceBusOptions } from '../settings/host-options';
import { queueSettings } from './queue-settings';
import { QueueTrigger } from './queue-trigger';
import { openServiceBus } from './service-bus-connection';

/** What Service Bus triggers need of their host. */
export interface QueueTriggersParts {
  invoker: AppInvoker;
  options: ServiceBusOptions;
  settings: AppSettings;
  log: HostLog;
}

/** All Service Bus triggers of an app as one listener: functions that name one connection share it. */
export class QueueTriggers implements TriggerListener {
  private readonly clients = new Map<string, ServiceBusClient>();
  private readonly triggers: QueueTrigger[] = [];

  constructor(private readonly parts: QueueTriggersParts) {}

  /** @throws Error that names the function whose connection or queue is not set. */
  async start(): Promise<void> {
    const { invoker, options, settings, log } = this.parts;
    for (const metadata of invoker.functions()) {
      if (metadata.trigger.type.toLowerCase() !== 'servicebustrigger') continue;
      const queue = queueSettings(metadata, options, settings);
      const trigger = new QueueTrigger(
        { settings: queue, invoker, log },
        await this.clientFor(queue.connection, metadata.name),
      );
      this.triggers.push(trigger);
      await trigger.start();
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.triggers.map((trigger) => trigger.stop()));
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }

  private async clientFor(connection: string, functionName: string): Promise<ServiceBusClient> {
    const known = this.clients.get(connection);
    if (known) return known;
    try {
      const client = await openServiceBus(connection, this.parts.settings);
      this.clients.set(connection, client);
      return client;
    } catch (error) {
      throw new Error(`Service Bus function "${functionName}" cannot listen: ${errorText(error)}`, {
        cause: error,
      });
    }
  }
}
