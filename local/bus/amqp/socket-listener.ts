import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { bindFailure } from '../settings/bind-failure';

const AMQP_FIRST_BYTE = 0x41; // "AMQP"
const TLS_FIRST_BYTE = 0x16;
const HTTP_EXPLANATION =
  'The development broker does not offer the HTTP management API (nor AMQP over WebSockets). ' +
  'Queues are declared in its configuration file; see docs/development-broker.md.\n';

/** Listens on 127.0.0.1 and hands sockets that speak AMQP over. Others are told, or the operator is, what they need. */
export class SocketListener {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(
    private readonly onAmqp: (socket: Socket) => void,
    private readonly onTrouble: (error: Error) => void,
  ) {
    this.server = createServer((socket) => this.greet(socket));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Throws if the port is taken. 0 = any free port. */
  async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening').catch((error: unknown) => {
      throw bindFailure(error, port, 'AMQP');
    });
  }

  /** Cuts all connections without a word; returns how many. */
  dropSockets(): number {
    for (const socket of this.sockets) socket.destroy();
    return this.sockets.size;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.dropSockets();
    await closed;
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // a reset: whoever owns the socket hears of its close
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      this.route(socket, first[0]);
      socket.resume();
    });
  }

  private route(socket: Socket, firstByte: number | undefined): void {
    if (firstByte === AMQP_FIRST_BYTE) {
      this.onAmqp(socket);
      return;
    }
    if (firstByte === TLS_FIRST_BYTE) {
      this.onTrouble(
        new Error('A client tried TLS. Its connection string needs UseDevelopmentEmulator=true, spelt so.'),
      );
      return void socket.destroy();
    }
    socket.end(
      `HTTP/1.1 501 Not Implemented\r\nContent-Type: text/plain\r\nContent-Length: ${HTTP_EXPLANATION.length}\r\nConnection: close\r\n\r\n${HTTP_EXPLANATION}`,
    );
  }
}
