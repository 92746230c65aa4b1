import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { message as codec, types, type EventContext, type Typed } from 'rhea';
import { Wire } from './wire';

describe('on the wire', () => {
  const wire = new Wire();

  it('keeps AMQP types that JavaScript does not know', async () => {
    expect(await wire.client.authorise('plain')).toBe(202);
    const body = types.wrap_map({
      byte: types.wrap_byte(-5),
      symbol: types.wrap_symbol('s'),
      float: types.wrap_float(1.5),
    });
    await wire.sendOne({
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
    await wire.receiveOne().finally(() => {
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
    await wire.client.authorise('plain');
    await wire.sendOne({ body: 'x' });
    const { delivery, receiver } = await wire.receiveOne();
    const closed = once(receiver!, 'receiver_close');
    delivery!.update(true, types.described(types.wrap_ulong(0x24), types.wrap_list([])));
    receiver!.close();
    await closed;
    expect(await wire.counts()).toMatchObject({ active: 0, locked: 0 });
  });

  it('gives a delivery that was released back, without counting it', async () => {
    await wire.client.authorise('plain');
    await wire.sendOne({ body: 'x' });
    const first = await wire.receiveOne();
    first.delivery!.release();
    const second = await wire.receiveOne();
    expect(second.message!.delivery_count ?? 0).toBe(0);
  });

  it('answers whoever pipelines attach and credit before it has answered the attach', async () => {
    await wire.client.authorise('plain');
    await wire.sendOne({ body: 'x' });
    const receiver = wire.client.openReceiver('plain');
    receiver.add_credit(5);
    const events: string[] = [];
    receiver.once('receiver_open', () => events.push('open'));
    receiver.once('message', () => events.push('message'));
    await once(receiver, 'message');
    expect(events).toEqual(['open', 'message']);
  });

  it('refuses bytes that are no message, and goes on', async () => {
    await wire.client.authorise('plain');
    const sender = await wire.client.openSender({ target: 'plain' });
    sender.send(Buffer.from('nonsense'), undefined, 0);
    const [{ delivery }] = (await once(sender, 'rejected')) as [EventContext];
    expect(delivery!.remote_state!['error']).toMatchObject({ condition: 'amqp:decode-error' });
    sender.send({ body: 'fine' });
    await once(sender, 'accepted');
  });

  it('survives a client that breaks the protocol', async () => {
    const socket = connect(wire.broker.port, '127.0.0.1');
    socket.write(Buffer.from('AMQP\x00\x01\x00\x00\x00\x00\x00\x0a\xff\x00\x00\x00\x00\x00', 'latin1'));
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
    expect(wire.trouble).toHaveLength(1);
    expect(await wire.client.authorise('plain')).toBe(202);
  });

  it('tells the operator when a client tries TLS', async () => {
    const socket = connect(wire.broker.port, '127.0.0.1');
    socket.write(Buffer.from([0x16, 0x03, 0x01]));
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
    expect(wire.trouble).toEqual([expect.stringContaining('UseDevelopmentEmulator=true')]);
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
