import { afterEach, beforeEach } from '@jest/globals';
import { once } from 'node:events';
import { type EventContext, type Sender } from 'rhea';
import { startBroker, type Broker } from '../../../../local/bus/broker';
import { contractConfig } from '../contract/contract-target';
import { RawClient } from './raw-client';

/** A broker and a bare client for each test, and what such tests do again and again. */
export class Wire {
  broker!: Broker;
  client!: RawClient;
  /** What the broker told its operator. */
  readonly trouble: string[] = [];

  constructor() {
    beforeEach(async () => {
      this.trouble.length = 0;
      this.broker = await startBroker({
        config: contractConfig(),
        port: 0,
        controlPort: 0,
        anyDuration: true,
        onTrouble: ({ message }) => this.trouble.push(message),
      });
      this.client = RawClient.of(this.broker.connectionString);
    });
    afterEach(async () => {
      this.client.close();
      await this.broker.stop();
    });
  }

  async counts(queue = 'plain'): Promise<unknown> {
    const response = await fetch(`${String(this.broker.controlUrl)}/queues`);
    return ((await response.json()) as Record<string, unknown>)[queue];
  }

  async sendOne(content: object): Promise<void> {
    const sender = await this.client.openSender({ target: 'plain' });
    sender.send(content as Parameters<Sender['send']>[0]);
    await once(sender, 'accepted');
  }

  async receiveOne(): Promise<EventContext> {
    const receiver = this.client.openReceiver('plain');
    receiver.add_credit(1);
    const [context] = (await once(receiver, 'message')) as [EventContext];
    return context;
  }
}
