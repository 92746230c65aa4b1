import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { Wire } from './wire';

describe('links of one session', () => {
  const wire = new Wire();

  it('may share a name, one in each direction of the same session', async () => {
    await wire.client.authorise('plain');
    const { connection } = wire.client;
    const sender = await wire.client.openSender({ target: 'plain', name: 'same' });
    const receiver = connection.open_receiver({
      source: 'plain',
      name: 'same',
      credit_window: 0,
      autoaccept: false,
    });
    await once(receiver, 'receiver_open');
    sender.send({ body: 'x' });
    await once(sender, 'accepted');
    receiver.add_credit(1);
    await once(receiver, 'message');
  });

  it('may be opened again under their old name as soon as they are closed', async () => {
    await wire.client.authorise('plain');
    for (let time = 0; time < 3; time++) {
      const sender = await wire.client.openSender({ target: 'plain', name: 'again' });
      sender.send({ body: time });
      await once(sender, 'accepted');
      const closed = once(sender, 'sender_close');
      sender.close();
      await closed;
    }
    expect(await wire.counts()).toMatchObject({ active: 3 });
  });
});
