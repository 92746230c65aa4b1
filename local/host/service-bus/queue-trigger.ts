import {
  type ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import { errorText } from '../app/error-text';
import { type TriggerListener } from '../app/trigger-listener';
import { deliver, type DeliveryParts } from './deliver';
import { openReceiver } from './open-receiver';
import { receiveBatch } from './receive-batch';

const PAUSE_AFTER_TROUBLE_MS = 1_000;

/** Receives a queue's messages for one function, one at a time or in batches. */
export class QueueTrigger implements TriggerListener {
  private readonly receiver: ServiceBusReceiver;
  private readonly abort = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private subscription: { close(): Promise<void> } | undefined;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly parts: DeliveryParts,
    client: ServiceBusClient,
  ) {
    this.receiver = openReceiver(client, parts.settings);
  }

  /** Does not wait for the broker: until it can be reached the trouble is logged and tried again. */
  start(): Promise<void> {
    if (this.parts.settings.takesMany) void this.track(this.pump());
    else this.subscription = this.subscribe();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return (this.stopped ??= this.stopOnce());
  }

  private async stopOnce(): Promise<void> {
    this.abort.abort();
    await this.subscription?.close();
    while (this.running.size > 0) await Promise.all(this.running);
    await this.receiver.close();
  }

  private subscribe(): { close(): Promise<void> } {
    return this.receiver.subscribe(
      {
        processMessage: (message) => this.track(this.deliver([message])),
        processError: ({ error }) => {
          this.report(error);
          return Promise.resolve();
        },
      },
      { autoCompleteMessages: false, maxConcurrentCalls: this.parts.settings.host.maxConcurrentCalls },
    );
  }

  /** One batch at a time, as the host does it for functions that take many. */
  private async pump(): Promise<void> {
    const { signal } = this.abort;
    while (!this.isStopped()) {
      try {
        const batch = await receiveBatch(this.receiver, this.parts.settings.host, signal);
        if (batch.length > 0) await this.deliver(batch);
      } catch (error) {
        if (this.isStopped()) return;
        this.report(error);
        await this.pause();
      }
    }
  }

  private async deliver(messages: readonly ServiceBusReceivedMessage[]): Promise<void> {
    try {
      const { settled } = await deliver(this.parts, this.receiver, messages);
      void this.track(settled);
    } catch (error) {
      this.report(error);
    }
  }

  private track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
    return tracked;
  }

  private isStopped(): boolean {
    return this.abort.signal.aborted;
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PAUSE_AFTER_TROUBLE_MS);
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.abort.signal.addEventListener('abort', wake, { once: true });
    });
  }

  private report(error: unknown): void {
    const { functionName, queueName } = this.parts.settings;
    const text = `The Service Bus queue '${queueName}' of function '${functionName}' gave trouble; it is tried again: ${errorText(error)}`;
    this.parts.log({ level: 'error', source: 'host', functionName, text });
  }
}
