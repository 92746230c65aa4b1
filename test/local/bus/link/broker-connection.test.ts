import { describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { types, type AmqpError, type EventContext, type Receiver, type Sender } from 'rhea';
import { remoteTerminus } from '../../../../local/bus/amqp/rhea-internals';
import { Wire } from '../amqp/wire';

describe('a link', () => {
  const wire = new Wire();

  it('is refused where no token covers it', async () => {
    expect(await refusalOf(wire.client.connection.open_sender('plain'))).toMatchObject({
      condition: 'amqp:unauthorized-access',
    });
    expect(await refusalOf(wire.client.connection.open_receiver('plain'))).toMatchObject({
      condition: 'amqp:unauthorized-access',
    });
  });

  it('is refused where the token was for another queue', async () => {
    await wire.client.authorise('busy');
    expect(await refusalOf(wire.client.connection.open_sender('plain'))).toMatchObject({
      condition: 'amqp:unauthorized-access',
    });
  });

  it('that is refused is answered without an end of the broker, so that no client takes it for open', async () => {
    await wire.client.authorise('no-such-queue');
    const sender = wire.client.connection.open_sender('no-such-queue');
    expect(await refusalOf(sender)).toMatchObject({ condition: 'amqp:not-found' });
    expect([addressOf(sender, 'source'), addressOf(sender, 'target')]).toEqual([{}, undefined]);
    const receiver = wire.client.connection.open_receiver('no-such-queue');
    await refusalOf(receiver);
    expect(addressOf(receiver, 'source')).toBeUndefined();
  });

  it('to a transaction coordinator is refused by name, and nothing else is said of it', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const coordinator = types.described(types.wrap_ulong(0x30), types.wrap_list([])) as unknown;
    const sender = wire.client.connection.open_sender({});
    (sender as unknown as { local: { attach: { target: unknown } } }).local.attach.target = coordinator;
    expect(await refusalOf(sender)).toMatchObject(notOffered('transactions'));
    expect(warn.mock.calls).toEqual([]);
    warn.mockRestore();
  });

  it('that would forward, a send through another entity, is refused by name', async () => {
    await wire.client.authorise('plain');
    const sender = wire.client.connection.open_sender({
      target: 'plain',
      properties: { 'com.microsoft:transfer-destination-address': 'busy' },
    });
    expect(await refusalOf(sender)).toMatchObject(notOffered('forwarding'));
  });

  it.each([
    ['sessions', 'com.microsoft:session-filter'],
    ['filters on a queue', 'apache.org:selector-filter:string'],
  ])('that asks for %s is refused by name', async (feature, filter) => {
    await wire.client.authorise('plain');
    const receiver = wire.client.connection.open_receiver({
      source: { address: 'plain', filter: { [filter]: 'x' } },
    });
    expect(await refusalOf(receiver)).toMatchObject(notOffered(feature));
  });

  it('that names no queue is told so', async () => {
    expect(await refusalOf(wire.client.connection.open_sender({}))).toMatchObject({
      condition: 'com.microsoft:argument-error',
      description: expect.stringContaining('target names no address') as unknown,
    });
    expect(await refusalOf(wire.client.connection.open_receiver({}))).toMatchObject({
      description: expect.stringContaining('source names no address') as unknown,
    });
  });

  it('finds a dead-letter queue in any case, and under the whole address of the namespace', async () => {
    await wire.client.authorise('plain');
    for (const address of [
      'plain/$deadletterqueue',
      'PLAIN/$DEADLETTERQUEUE',
      'sb://any.host/Plain/$DeadLetterQueue',
    ]) {
      const receiver = wire.client.openReceiver(address);
      await once(receiver, 'receiver_open');
      expect(addressOf(receiver, 'source')).toEqual({ address });
    }
  });
});

const notOffered = (feature: string): object => ({
  condition: 'amqp:not-implemented',
  description: expect.stringContaining(`does not offer ${feature}`) as unknown,
});

async function refusalOf(link: Sender | Receiver): Promise<AmqpError | Error | undefined> {
  const event = link.is_sender() ? 'sender_error' : 'receiver_error';
  const [{ sender, receiver }] = (await once(link, event)) as [EventContext];
  return (sender ?? receiver)?.error;
}

/** What the broker's answer to the attach said of this end; `undefined` if nothing. */
function addressOf(link: Sender | Receiver, end: 'source' | 'target'): { address?: string } | undefined {
  if (remoteTerminus(link, end) === undefined) return undefined;
  const { address } = link[end] as { address?: string | null };
  return typeof address === 'string' ? { address } : {};
}
