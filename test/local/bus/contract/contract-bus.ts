import {
  ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
  type ServiceBusReceiverOptions,
  type ServiceBusSender,
} from '@azure/service-bus';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { openTarget, type ContractTarget } from './contract-target';

const PATIENCE_MS = 15_000;
/** A send in flight when its socket dies waits this long before the client tries again. */
const RETRY = { timeoutInMs: 3_000, maxRetries: 2, retryDelayInMs: 50 };

const DELETING = { receiveMode: 'receiveAndDelete' } as const;

type Queue = 'plain' | 'short-lock' | 'two-tries' | 'buries-expired' | 'busy';

/** A broker for one test file, and one client for each test; queues are empty when a test begins. */
export class ContractBus {
  target!: ContractTarget;
  client!: ServiceBusClient;

  constructor(...queues: Queue[]) {
    beforeAll(async () => {
      this.target = await openTarget();
    });
    beforeEach(async () => {
      this.client = this.newClient();
      for (const queue of queues) await this.empty(queue);
    });
    afterEach(() => this.client.close());
    afterAll(() => this.target.stop());
  }

  newClient(connectionString = this.target.connectionString): ServiceBusClient {
    return new ServiceBusClient(connectionString, { retryOptions: RETRY });
  }

  sender(queue: Queue): ServiceBusSender {
    return this.client.createSender(queue);
  }

  receiver(queue: Queue, options?: ServiceBusReceiverOptions): ServiceBusReceiver {
    return this.client.createReceiver(queue, options);
  }

  deadLetters(queue: Queue): ServiceBusReceiver {
    return this.receiver(queue, { subQueueType: 'deadLetter' });
  }

  /** Asks the control port; the answer's JSON. */
  async control(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${String(this.target.controlUrl)}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
      }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  /** All that is there, from the beginning: a client goes on where its own last look ended. */
  async peekAll(queue: Queue): Promise<ServiceBusReceivedMessage[]> {
    const client = this.newClient();
    const messages = await client.createReceiver(queue).peekMessages(100);
    await client.close();
    return messages;
  }

  private async empty(queue: Queue): Promise<void> {
    for (const receiver of [
      this.receiver(queue, DELETING),
      this.receiver(queue, { ...DELETING, subQueueType: 'deadLetter' }),
    ]) {
      if ((await receiver.peekMessages(1)).length > 0) {
        while ((await receiver.receiveMessages(1000, { maxWaitTimeInMs: 200 })).length > 0);
      }
      await receiver.close();
    }
  }
}

/** The next message; fails when none comes in time. */
export async function receiveOne(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: PATIENCE_MS });
  if (message === undefined)
    throw new Error(`No message came from ${receiver.entityPath} within ${PATIENCE_MS} ms`);
  return message;
}

/** This many messages, however many calls that takes. */
export async function receiveMany(
  receiver: ServiceBusReceiver,
  count: number,
): Promise<ServiceBusReceivedMessage[]> {
  const received: ServiceBusReceivedMessage[] = [];
  while (received.length < count) {
    const more = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: PATIENCE_MS });
    if (more.length === 0) throw new Error(`Only ${received.length} of ${count} messages came`);
    received.push(...more);
  }
  return received;
}

/** True if nothing is there for a receiver right now. */
export const isEmpty = async (receiver: ServiceBusReceiver): Promise<boolean> =>
  (await receiver.receiveMessages(1, { maxWaitTimeInMs: 200 })).length === 0;

/** What a call failed with; a client that tried several times gives all its failures at once, and the first is shown. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  const failure: unknown = await call.then(
    () => new Error('The call did not fail'),
    (error: unknown) => error,
  );
  return failure instanceof AggregateError ? failure.errors[0] : failure;
}
