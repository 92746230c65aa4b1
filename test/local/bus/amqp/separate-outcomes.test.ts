import { describe, expect, it } from '@jest/globals';
import { message as codec, type Delivery, type EventContext, type Sender } from 'rhea';
import { Wire } from './wire';

const NO_MESSAGE = Buffer.from('nonsense');
const outcomes = codec as unknown as { accepted(): { described(): object } };

describe('outcomes that are told in one go', () => {
  const wire = new Wire();

  it.each([
    ['a bad message before a good one', ['bad', 'good'], ['rejected', 'accepted']],
    ['a good message before a bad one', ['good', 'bad'], ['accepted', 'rejected']],
    [
      'several of each',
      ['bad', 'bad', 'good', 'good', 'bad'],
      ['rejected', 'rejected', 'accepted', 'accepted', 'rejected'],
    ],
  ])('are each of its own message: %s', async (_name, sent, expected) => {
    await wire.client.authorise('plain');
    const sender = await wire.client.openSender({ target: 'plain' });
    const told = toldOf(sender, sent.length);
    const ids = sent.map((kind) =>
      kind === 'bad' ? sender.send(NO_MESSAGE, undefined, 0).id : sender.send({ body: kind }).id,
    );
    const outcomeOf = await told;
    expect(ids.map((id) => outcomeOf.get(id))).toEqual(expected);
    expect(await wire.counts()).toMatchObject({ active: sent.filter((kind) => kind === 'good').length });
  });

  it('are each of its own settlement: a lock that was lost before one that holds', async () => {
    await wire.client.authorise('plain');
    await wire.sendOne({ body: 1, message_id: 'lost' });
    await wire.sendOne({ body: 2, message_id: 'held' });
    const receiver = wire.client.openReceiver('plain');
    const deliveries: Delivery[] = [];
    const bothCame = new Promise<void>((resolve) => {
      receiver.on('message', ({ delivery }: EventContext) => {
        if (deliveries.push(delivery!) === 2) resolve();
      });
    });
    receiver.add_credit(2);
    await bothCame;
    await fetch(`${String(wire.broker.controlUrl)}/faults/expire-locks`, {
      method: 'POST',
      body: JSON.stringify({ queue: 'plain', messageId: 'lost' }),
    });
    const settled: [number, boolean][] = [];
    const both = new Promise<void>((resolve) => {
      receiver.on('settled', ({ delivery }: EventContext) => {
        if (settled.push([delivery!.id, delivery!.remote_state?.['error'] !== undefined]) === 2) resolve();
      });
    });
    for (const delivery of deliveries) delivery.update(false, outcomes.accepted().described());
    await both;
    const [lost, held] = deliveries.map(({ id }) => id);
    expect(new Map(settled)).toEqual(
      new Map([
        [lost, true],
        [held, false],
      ]),
    );
    expect(await wire.counts()).toMatchObject({ active: 1, locked: 0 });
  });
});

/** The outcome of each of so many deliveries, by the delivery's number. */
async function toldOf(sender: Sender, count: number): Promise<Map<number, string>> {
  const outcomeOf = new Map<number, string>();
  await new Promise<void>((resolve) => {
    for (const outcome of ['accepted', 'rejected']) {
      sender.on(outcome, ({ delivery }: EventContext) => {
        if (outcomeOf.set(delivery!.id, outcome).size === count) resolve();
      });
    }
  });
  return outcomeOf;
}
