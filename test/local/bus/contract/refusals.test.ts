import { ServiceBusClient } from '@azure/service-bus';
import { describe, expect, it } from '@jest/globals';
import { ContractBus, failureOf, receiveOne } from './contract-bus';
import { ownBrokerOnly } from './contract-target';

const NOT_HERE = 'only this broker refuses what the product does not use';

const UNAUTHORIZED = { code: 'UnauthorizedAccess' };

describe('what a client may not do', () => {
  const bus = new ContractBus('plain');

  it('is to send to a queue that does not exist', async () => {
    const sending = bus.client.createSender('no-such-queue').sendMessages({ body: 1 });
    await expect(sending).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
    await expect(sending).rejects.toThrow(/no-such-queue/);
  });

  it('is to receive from a queue that does not exist', async () => {
    const receiving = bus.client.createReceiver('no-such-queue').receiveMessages(1, { maxWaitTimeInMs: 500 });
    await expect(receiving).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
  });

  it('is to come with a wrong key', async () => {
    const forged = Buffer.from('not the key').toString('base64');
    const client = bus.newClient(
      bus.target.connectionString.replace(/SharedAccessKey=[^;]+/, `SharedAccessKey=${forged}`),
    );
    expect(await failureOf(client.createSender('plain').sendMessages({ body: 1 }))).toMatchObject(
      UNAUTHORIZED,
    );
    expect(await failureOf(client.createReceiver('plain').peekMessages(1))).toMatchObject(UNAUTHORIZED);
    await client.close();
  });

  it('is to come with the name of another key', async () => {
    const client = bus.newClient(
      bus.target.connectionString.replace(/SharedAccessKeyName=[^;]+/, 'SharedAccessKeyName=nobody'),
    );
    expect(await failureOf(client.createSender('plain').sendMessages({ body: 1 }))).toMatchObject(
      UNAUTHORIZED,
    );
    await client.close();
  });

  it('is to come with a token that has expired', async () => {
    const host = /sb:\/\/([^:;/]+)/.exec(bus.target.connectionString)?.[1] ?? '';
    const signature = `SharedAccessSignature sr=sb%3A%2F%2F${host}%2Fplain&sig=AAAA&se=1&skn=RootManageSharedAccessKey`;
    const client = bus.newClient(
      bus.target.connectionString.replace(
        /SharedAccessKeyName=.*?SharedAccessKey=[^;]+/,
        `SharedAccessSignature=${signature}`,
      ),
    );
    expect(await failureOf(client.createSender('plain').sendMessages({ body: 1 }))).toMatchObject(
      UNAUTHORIZED,
    );
    await client.close();
  });

  ownBrokerOnly(NOT_HERE, 'is to accept a session', async () => {
    await expect(bus.client.acceptSession('plain', 'guest-1')).rejects.toThrow(/requested session/);
  });

  ownBrokerOnly(NOT_HERE, 'is to accept the next session', async () => {
    await expect(bus.client.acceptNextSession('plain')).rejects.toThrow(/does not offer sessions/);
  });

  ownBrokerOnly(NOT_HERE, 'is to receive from a subscription of a topic', async () => {
    const receiver = bus.client.createReceiver('topic', 'subscription');
    await expect(receiver.receiveMessages(1, { maxWaitTimeInMs: 500 })).rejects.toThrow(
      /does not offer topics/,
    );
  });

  ownBrokerOnly(NOT_HERE, 'is to defer a message; it stays locked and can be settled otherwise', async () => {
    await bus.sender('plain').sendMessages({ body: 'x' });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    await expect(receiver.deferMessage(message)).rejects.toThrow(/does not offer deferral/);
    await bus.control('/faults/expire-locks', { queue: 'plain' });
    await receiver.completeMessage(await receiveOne(receiver));
  });

  ownBrokerOnly(NOT_HERE, 'is to ask for deferred messages', async () => {
    await bus.sender('plain').sendMessages({ body: 'x' });
    const receiver = bus.receiver('plain');
    const message = await receiveOne(receiver);
    await expect(receiver.receiveDeferredMessages(message.sequenceNumber!)).rejects.toThrow(
      /does not offer deferral/,
    );
    await receiver.completeMessage(message);
  });

  ownBrokerOnly(NOT_HERE, 'is to send to a dead-letter queue', async () => {
    await expect(bus.client.createSender('plain/$DeadLetterQueue').sendMessages({ body: 1 })).rejects.toThrow(
      /dead-letter queue/,
    );
  });

  ownBrokerOnly(NOT_HERE, 'is to use the HTTP management API', async () => {
    const response = await fetch(
      bus.target.connectionString.replace(
        /^Endpoint=sb:\/\/([^;]+);.*$/,
        'http://$1/plain?api-version=2021-05',
      ),
    );
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('does not offer the HTTP management API');
  });
});

describe('a connection string', () => {
  const bus = new ContractBus('plain');

  ownBrokerOnly(
    'a real namespace has one address',
    'may name another host, as long as the client is told where to go',
    async () => {
      const elsewhere = bus.target.connectionString.replace(
        /127\.0\.0\.1:\d+/,
        'gatehouse.servicebus.example',
      );
      const address = /sb:\/\/[^;]+/.exec(bus.target.connectionString)?.[0] ?? '';
      const client = new ServiceBusClient(elsewhere, { customEndpointAddress: address });
      await client.createSender('plain').sendMessages({ body: 'by another name' });
      await client.close();
      const receiver = bus.receiver('plain', { receiveMode: 'receiveAndDelete' });
      expect((await receiveOne(receiver)).body).toBe('by another name');
    },
  );
});
