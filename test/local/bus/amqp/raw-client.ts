import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { create_container, type Connection, type EventContext, type Receiver, type Sender } from 'rhea';

/** A bare AMQP client, for what no Service Bus client does. */
export class RawClient {
  readonly connection: Connection;

  constructor(
    port: number,
    private readonly key: string,
  ) {
    this.connection = create_container().connect({
      port,
      host: '127.0.0.1',
      username: 'raw',
      reconnect: false,
    });
    this.connection.on('disconnected', () => undefined);
  }

  static of(connectionString: string): RawClient {
    const [, port, key] = /127\.0\.0\.1:(\d+);.*SharedAccessKey=([^;]+)/.exec(connectionString) ?? [];
    return new RawClient(Number(port), String(key));
  }

  /** Puts a token for the queue; the status code that came back. */
  async authorise(queue: string): Promise<number> {
    const replies = this.connection.open_receiver({ source: '$cbs', target: { address: 'replies' } });
    const requests = this.connection.open_sender({ target: '$cbs' });
    await once(requests, 'sendable');
    requests.send({
      reply_to: 'replies',
      message_id: 'token-1',
      body: this.tokenFor(queue),
      application_properties: {
        operation: 'put-token',
        type: 'servicebus.windows.net:sastoken',
        name: queue,
      },
    });
    const [{ message }] = (await once(replies, 'message')) as [EventContext];
    return (message?.application_properties as { 'status-code': number })['status-code'];
  }

  async openSender(options: Parameters<Connection['open_sender']>[0]): Promise<Sender> {
    const sender = this.connection.open_sender(options);
    await once(sender, 'sendable');
    return sender;
  }

  openReceiver(queue: string): Receiver {
    return this.connection.open_receiver({
      source: queue,
      credit_window: 0,
      autoaccept: false,
      rcv_settle_mode: 1,
    });
  }

  close(): void {
    this.connection.close();
  }

  private tokenFor(queue: string): string {
    const resource = encodeURIComponent(`sb://127.0.0.1/${queue}`);
    const expiry = Math.floor(Date.now() / 1000) + 600;
    const signature = createHmac('sha256', this.key).update(`${resource}\n${expiry}`).digest('base64');
    return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=RootManageSharedAccessKey`;
  }
}
