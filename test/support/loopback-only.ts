import { Socket } from 'node:net';

const ALLOWED = new Set(['127.0.0.1', 'localhost', '::1']);
// The bus's contract may be held against a broker somebody names: the official emulator, or a namespace.
const named = /Endpoint=sb:\/\/([^:/;]+)/.exec(process.env['GATEHOUSE_TEST_BUS'] ?? '')?.[1];
if (named !== undefined) ALLOWED.add(named);
type Connect = (this: Socket, ...args: unknown[]) => Socket;

// Tests talk to this machine only: a connection to anywhere else fails at once, and says where it went.
const connect = Reflect.get(Socket.prototype, 'connect') as Connect;
Reflect.set(Socket.prototype, 'connect', function (this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0], args[1]);
  if (!ALLOWED.has(host)) throw new Error(`A test tried to reach ${host}; tests talk to loopback only`);
  return connect.apply(this, args);
});

/** `connect` takes options, or a port and a host, or a pipe's path. */
function hostOf(first: unknown, second: unknown): string {
  const options =
    typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : undefined;
  const host = options === undefined ? second : options['host'];
  const isPipe = typeof first === 'string' || typeof options?.['path'] === 'string';
  return !isPipe && typeof host === 'string' ? host : 'localhost';
}
