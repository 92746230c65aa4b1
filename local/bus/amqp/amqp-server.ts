import {
  create_container,
  type Connection,
  type Container,
  type Delivery,
  type EventContext,
  type Session,
} from 'rhea';
import { type Socket } from 'node:net';
import { saslMechanisms } from '../auth/sasl-mechanisms';
import { BrokerConnection, type BrokerServices } from '../link/broker-connection';
import { type Outcome } from '../link/endpoint';
import { admitAttaches } from './admit-attaches';
import { asOutgoing, connectionInternals } from './rhea-internals';
import { gatherWrites } from './gather-writes';
import { RAW_MESSAGE_FORMAT, takeTransfersRaw } from './raw-transfers';
import { separateOutcomes } from './separate-outcomes';

const MAX_FRAME_BYTES = 65_536;
/** Source: "AMQP 1.0 in Service Bus, protocol guide", learn.microsoft.com: idle connections are dropped after 4 minutes. */
const IDLE_TIMEOUT_MS = 240_000;
/** Deliveries that may be unsettled on one session; rhea's own 2,048 is less than a prefetching client may hold. */
const SESSION_SLOTS = { incoming: 4096, outgoing: 65_536 };
const OUTCOMES: readonly Outcome[] = ['accepted', 'rejected', 'released', 'modified'];

/** Speaks AMQP 1.0 on sockets that are handed to it, and calls each link's endpoint. */
export class AmqpServer {
  private readonly container: Container = create_container({ id: 'gatehouse-development-broker' });
  /** Of closed connections, too: rhea tells of the last settlements after the close that came with them. */
  private readonly connections = new WeakMap<Connection, BrokerConnection>();

  /** `onTrouble` hears of clients that break the protocol; the broker lives on. */
  constructor(
    private readonly services: BrokerServices,
    private readonly onTrouble: (error: Error) => void,
  ) {
    this.listenToLinks();
    this.listenToConnections();
  }

  accept(socket: Socket): void {
    const connection = this.container.create_connection({
      reconnect: false,
      tcp_no_delay: true,
      max_frame_size: MAX_FRAME_BYTES,
      idle_time_out: IDLE_TIMEOUT_MS,
      session_buffer_size: SESSION_SLOTS,
      receiver_options: { autoaccept: false, autosettle: false, credit_window: 0 },
      // Without the last one rhea reports an abandon twice: as modified and as released.
      sender_options: { autosettle: false, treat_modified_as_released: false },
    } as unknown as Parameters<Container['create_connection']>[0]);
    const ours = new BrokerConnection(this.services);
    this.connections.set(connection, ours);
    let disconnected = false;
    connection.on('disconnected', (context: EventContext) => {
      disconnected = true;
      this.connections.get(context.connection)?.closeAll();
    });
    gatherWrites(socket);
    // rhea asks its container for the mechanisms within the next call; so each connection has its own.
    this.container.sasl_server_mechanisms = saslMechanisms(this.services.key, () => ours.trustEverywhere());
    connectionInternals(connection).accept(socket);
    // rhea watches a socket's end and error only; a destroyed one would leave links that swallow messages.
    socket.once('close', () => {
      if (!disconnected) connectionInternals(connection).eof();
    });
  }

  private listenToLinks(): void {
    const on = this.on.bind(this);
    on('session_open', ({ session }) => session && prepareSession(session));
    on('receiver_open', ({ receiver }, connection) => receiver && connection.openReceiver(receiver));
    on('sender_open', ({ sender }, connection) => sender && connection.openSender(sender));
    on('message', (context, connection) => handOver(context as unknown as MessageContext, connection));
    on('sender_flow', ({ sender }, connection) => sender && connection.endpointOf(sender)?.onFlow?.());
    on('sendable', ({ sender }, connection) => sender && connection.endpointOf(sender)?.onFlow?.());
    on('sender_draining', ({ sender }, connection) => sender && connection.endpointOf(sender)?.onDrain?.());
    for (const outcome of OUTCOMES) {
      on(outcome, ({ sender, delivery }, connection) => {
        if (sender && delivery) connection.endpointOf(sender)?.onOutcome?.(asOutgoing(delivery), outcome);
      });
    }
    on('receiver_close', ({ receiver }, connection) => receiver && connection.close(receiver));
    on('sender_close', ({ sender }, connection) => sender && connection.close(sender));
    on('session_close', ({ session }, connection) => connection.closeAll(session));
  }

  private listenToConnections(): void {
    this.on('connection_close', (_context, connection) => connection.closeAll());
    // A client's own error comes with a close event too; without listeners rhea would throw it.
    for (const event of ['receiver_error', 'sender_error', 'session_error', 'connection_error'])
      this.on(event, () => undefined);
    for (const event of ['error', 'protocol_error'])
      this.container.on(event, (error: Error) => this.onTrouble(error));
  }

  private on(event: string, act: (context: EventContext, connection: BrokerConnection) => unknown): void {
    this.container.on(event, (context: EventContext) => {
      const connection = this.connections.get(context.connection);
      if (connection !== undefined) act(context, connection);
    });
  }
}

type MessageContext = Omit<EventContext, 'message'> & {
  message: Buffer;
  delivery: Delivery;
  format?: number;
};

/** Before its first link: what rhea has to do otherwise for a broker than for a client. */
function prepareSession(session: Session): void {
  takeTransfersRaw(session);
  admitAttaches(session);
  separateOutcomes(session);
}

function handOver(
  { receiver, message, delivery, format }: MessageContext,
  connection: BrokerConnection,
): void {
  if (receiver === undefined) return;
  connection
    .endpointOf(receiver)
    ?.onMessage?.(message, delivery, format === RAW_MESSAGE_FORMAT ? undefined : format);
}
