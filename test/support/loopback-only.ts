import { Socket } from 'node:net';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** Tests talk to this machine only: a connection to anywhere else fails at once, and says where it went. */
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const [first] = (Array.isArray(args[0]) ? args[0] : args) as [unknown];
  const options = typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : {};
  const host = options['path'] === undefined ? (options['host'] ?? 'localhost') : 'localhost';
  if (!LOOPBACK.has(String(host))) throw new Error(`A test tried to reach ${String(host)}; tests talk to loopback only`);
  return connect.apply(this, args as Parameters<Socket['connect']>);
} as typeof connect;
