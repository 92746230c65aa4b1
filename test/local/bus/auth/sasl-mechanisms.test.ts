import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { create_container, type Connection, type EventContext } from 'rhea';
import { Wire } from '../amqp/wire';

describe('a general AMQP client', () => {
  const wire = new Wire();

  it('may show the key as user and password, and needs no token then', async () => {
    const connection = connectWith(keyOf(wire.broker.connectionString));
    const sender = connection.open_sender('plain');
    await once(sender, 'sendable');
    sender.send({ body: 'x' });
    await once(sender, 'accepted');
    connection.close();
  });

  it.each([
    ['another key', (key: string) => `${key}x`],
    ['half of the key', (key: string) => key.slice(0, 20)],
  ])('is not let in with %s', async (_name, forge) => {
    const connection = connectWith(forge(keyOf(wire.broker.connectionString)));
    const [{ error }] = (await once(connection, 'connection_error')) as [EventContext];
    expect(error?.message).toContain('Failed to authenticate');
  });

  it('is trusted on its own connection only', async () => {
    const trusted = connectWith(keyOf(wire.broker.connectionString));
    await once(trusted, 'connection_open');
    const sender = wire.client.connection.open_sender('plain');
    await once(sender, 'sender_error');
    trusted.close();
  });

  function connectWith(password: string): Connection {
    const connection = create_container().connect({
      port: wire.broker.port,
      host: '127.0.0.1',
      username: 'RootManageSharedAccessKey',
      password,
      reconnect: false,
    });
    connection.on('disconnected', () => undefined);
    return connection;
  }
});

const keyOf = (connectionString: string): string =>
  /SharedAccessKey=([^;]+)/.exec(connectionString)?.[1] ?? '';
