import { ServiceBusClient } from '@azure/service-bus';
import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerProcess, CONFIG } from './journal/broker-process';

const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'gatehouse-bus-'));

describe('the command that starts the broker', () => {
  it('keeps messages through a kill with no more than a configuration and a port', async () => {
    const cwd = freshFolder();
    const port = await freePort();
    const args = ['--config', CONFIG, '--port', String(port)];
    const first = await BrokerProcess.run(args, { cwd });
    await withClient(first, (client) => client.createSender('plain').sendMessages({ body: 'kept' }));
    await first.kill();
    const second = await BrokerProcess.run(args, { cwd });
    expect(second.connectionString).toBe(first.connectionString);
    const [message] = await withClient(second, (client) => client.createReceiver('plain').peekMessages(5));
    expect(message?.body).toBe('kept');
    await expect(BrokerProcess.run(args, { cwd })).rejects.toThrow(/is in use by process \d+/);
    await expect(BrokerProcess.run([...args, '--no-data'], { cwd })).rejects.toThrow(
      new RegExp(`Port ${port} on 127.0.0.1, for AMQP, is taken`),
    );
    expect(await second.stop()).toBe(0);
  });

  it('keeps nothing on any free port, or where it is told so', async () => {
    const cwd = freshFolder();
    for (const args of [
      ['--port', '0'],
      ['--port', String(await freePort()), '--no-data'],
    ])
      await (await BrokerProcess.run(['--config', CONFIG, ...args], { cwd })).stop();
    expect(existsSync(join(cwd, '.local'))).toBe(false);
  });

  it('ends where the port of its fault switches is taken, and says so', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const args = ['--config', CONFIG, '--port', '0', '--control-port', String(port)];
    await expect(BrokerProcess.run(args)).rejects.toThrow(
      `Port ${port} on 127.0.0.1, for the fault switches, is taken`,
    );
    taken.close();
  });

  it('says why a data folder cannot be used', async () => {
    const args = ['--config', CONFIG, '--port', '0', '--data', join(CONFIG, 'folder')];
    await expect(BrokerProcess.run(args)).rejects.toThrow(/data folder .*folder cannot be made \(ENOTDIR/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function withClient<Result>(
  { connectionString }: BrokerProcess,
  act: (client: ServiceBusClient) => Promise<Result>,
): Promise<Result> {
  const client = new ServiceBusClient(connectionString);
  return act(client).finally(() => client.close());
}
