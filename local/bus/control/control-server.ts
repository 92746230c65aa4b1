import { serve, type ServerType } from '@hono/node-server';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { bindFailure } from '../settings/bind-failure';
import { controlRoutes, type Controlled } from './control-routes';

export interface ControlServer {
  url: string;
  close(): Promise<void>;
}

/** Serves the fault switches on 127.0.0.1; `undefined` as port = none. Throws if the port is taken. */
export async function startControlServer(
  port: number | undefined,
  controlled: Controlled,
): Promise<ControlServer | undefined> {
  if (port === undefined) return undefined;
  const server = serve({ fetch: controlRoutes(controlled).fetch, port, hostname: '127.0.0.1' });
  await once(server, 'listening').catch((error: unknown) => {
    throw bindFailure(error, port, 'the fault switches');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

async function close(server: ServerType): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
}
