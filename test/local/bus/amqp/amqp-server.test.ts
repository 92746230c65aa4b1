import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { message as codec, types, type EventContext, type Typed } from 'rhea';
import { startBroker, type Broker } from '../../../../local/bus/broker';
import { contractConfig } from '../contract/contract-target';
import { RawClient } from './raw-client';

describe('on the wire', () => {
  let broker: Broker;
  let client: RawClient;
  const trouble: string[] = [];

  beforeEach(async () => {
    trouble.length = 0;
    broker = await startBroker({
      config: contractConfig(),
      port: 0,
      controlPort: 0,
      anyDuration: true,
      onTrouble: ({ message }) => trouble.push(message),
    });
    client = RawClient.of(broker.connectionString);
  });
  afterEach(async () => {
    client.close();
    await broker.stop();
  });

  const counts = async (): Promise<unknown> =>
    ((await (await fetch(`${String(broker.controlUrl)}/queues`)).json()) as Record<string, unknown>)['plain'];

  async function sendOne(content: object): Promise<void> {
    const sender = await client.openSender({ target: 'plain' });
    sender.send(content as Parameters<typeof sender.send>[0]);
    await once(sender, 'accepted');
  }

  async function receiveOne(): Promise<EventContext> {
    const receiver = client.openReceiver('plain');
    receiver.add_credit(1);
    const [context] = (await once(receiver, 'message')) as [EventContext];
    return context;
  }

  it('keeps AMQP types that JavaScript does not know', async () => {
    expect(await client.authorise('plain')).toBe(202);
    const body = types.wrap_map({
      byte: types.wrap_byte(-5),
      symbol: types.wrap_symbol('s'),
      float: types.wrap_float(1.5),
    });
    await sendOne({
      message_id: types.wrap_uuid(Buffer.alloc(16, 7)),
      message_annotations: { own: types.wrap_ubyte(9) },
      application_properties: { long: types.wrap_long(5), short: types.wrap_short(6) },
      body,
    });
    let raw: Buffer | undefined;
    const decode = codec.decode;
    (codec as { decode: typeof decode }).decode = (bytes) => {
      raw = bytes;
      return decode(bytes);
    };
    await receiveOne().finally(() => {
      (codec as { decode: typeof decode }).decode = decode;
    });
    const has = (value: Typed): boolean => raw!.includes(encoded(value));
    expect([types.wrap_byte(-5), types.wrap_float(1.5), types.wrap_symbol('s')].map(has)).toEqual([
      true,
      true,
      true,
    ]);
    expect([types.wrap_long(5), types.wrap_short(6), types.wrap_ubyte(9)].map(has)).toEqual([
      true,
      true,
      true,
    ]);
    expect(has(types.wrap_uuid(Buffer.alloc(16, 7)))).toBe(true);
  });

  it('carries out what a client settled in the very moment it closed its link', async () => {
    await client.authorise('plain');
    await sendOne({ body: 'x' });
    const { delivery, receiver } = await receiveOne();
    const closed = once(receiver!, 'receiver_close');
    delivery!.update(true, types.described(types.wrap_ulong(0x24), types.wrap_list([])));
    receiver!.close();
    await closed;
    expect(await counts()).toMatchObject({ active: 0, locked: 0 });
  });

  it('gives a delivery that was released back, without counting it', async () => {
    await client.authorise('plain');
    await sendOne({ body: 'x' });
    const first = await receiveOne();
    first.delivery!.release();
    const second = await receiveOne();
    expect(second.message!.delivery_count ?? 0).toBe(0);
  });

  it('answers whoever pipelines attach and credit before it has answered the attach', async () => {
    await client.authorise('plain');
    await sendOne({ body: 'x' });
    const receiver = client.openReceiver('plain');
    receiver.add_credit(5);
    const events: string[] = [];
    receiver.once('receiver_open', () => events.push('open'));
    receiver.once('message', () => events.push('message'));
    await once(receiver, 'message');
    expect(events).toEqual(['open', 'message']);
  });

  it('refuses a link that no token covers', async () => {
    const sender = client.connection.open_sender('plain');
    const [{ sender: refused }] = (await once(sender, 'sender_error')) as [EventContext];
    expect(refused!.error).toMatchObject({ condition: 'amqp:unauthorized-access' });
  });

  it('refuses a token for one queue on another', async () => {
    await client.authorise('busy');
    const sender = client.connection.open_sender('plain');
    const [{ sender: refused }] = (await once(sender, 'sender_error')) as [EventContext];
    expect(refused!.error).toMatchObject({ condition: 'amqp:unauthorized-access' });
  });

  it('refuses transactions', async () => {
    const coordinator = types.described(types.wrap_ulong(0x30), types.wrap_list([])) as unknown;
    const sender = client.connection.open_sender({});
    (sender as unknown as { local: { attach: { target: unknown } } }).local.attach.target = coordinator;
    const [{ sender: refused }] = (await once(sender, 'sender_error')) as [EventContext];
    expect(refused!.error).toMatchObject({
      condition: 'amqp:not-implemented',
      description: expect.stringContaining('transactions') as unknown,
    });
  });

  it('refuses forwarding: a send through another entity', async () => {
    await client.authorise('plain');
    const sender = client.connection.open_sender({
      target: 'plain',
      properties: { 'com.microsoft:transfer-destination-address': 'busy' },
    });
    const [{ sender: refused }] = (await once(sender, 'sender_error')) as [EventContext];
    expect(refused!.error).toMatchObject({ condition: 'amqp:not-implemented' });
  });

  it('refuses bytes that are no message, and goes on', async () => {
    await client.authorise('plain');
    const sender = await client.openSender({ target: 'plain' });
    sender.send(Buffer.from('nonsense'), undefined, 0);
    const [{ delivery }] = (await once(sender, 'rejected')) as [EventContext];
    expect(delivery!.remote_state!['error']).toMatchObject({ condition: 'amqp:decode-error' });
    sender.send({ body: 'fine' });
    await once(sender, 'accepted');
  });

  it('survives a client that breaks the protocol', async () => {
    const socket = connect(broker.port, '127.0.0.1');
    socket.write(Buffer.from('AMQP\x00\x01\x00\x00\x00\x00\x00\x0a\xff\x00\x00\x00\x00\x00', 'latin1'));
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
    expect(trouble).toHaveLength(1);
    expect(await client.authorise('plain')).toBe(202);
  });

  it('tells the operator when a client tries TLS', async () => {
    const socket = connect(broker.port, '127.0.0.1');
    socket.write(Buffer.from([0x16, 0x03, 0x01]));
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
    expect(trouble).toEqual([expect.stringContaining('UseDevelopmentEmulator=true')]);
  });
});

function encoded(value: Typed): Buffer {
  const { Writer } = types as unknown as {
    Writer: new () => { write(value: Typed): void; toBuffer(): Buffer };
  };
  const writer = new Writer();
  writer.write(value);
  return writer.toBuffer();
}
