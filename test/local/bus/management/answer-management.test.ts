import { describe, expect, it } from '@jest/globals';
import { type Typed } from 'rhea';
import { amqpInt, amqpList, amqpSymbol } from '../../../../local/bus/amqp/rhea-internals';
import { noJournal } from '../../../../local/bus/journal/journal-record';
import { type Reply } from '../../../../local/bus/link/request-node';
import { answerManagement } from '../../../../local/bus/management/answer-management';
import { MessageQueue } from '../../../../local/bus/queue/message-queue';

const SETTINGS = { name: 'q', lockDurationMs: 60_000, deadLetterOnExpiry: false };

describe('a refused request', () => {
  it.each<[string, string, Record<string, Typed>, number, string]>([
    ['an operation of sessions', 'get-session-state', {}, 501, 'amqp:not-implemented'],
    ['an operation nobody knows', 'make-coffee', {}, 501, 'amqp:not-implemented'],
    ['a body that lacks what it needs', 'peek-message', {}, 400, 'com.microsoft:argument-error'],
    [
      'a message that is not scheduled',
      'cancel-scheduled-message',
      { 'sequence-numbers': amqpList([amqpInt(7)]) },
      404,
      'com.microsoft:message-not-found',
    ],
  ])('for %s has a status, and a condition as the symbol that .NET insists on', async (...row) => {
    const [, operation, body, statusCode, condition] = row;
    const { properties } = await ask(operation, body);
    expect(properties['statusCode']).toEqual(amqpInt(statusCode));
    expect(properties['errorCondition']).toEqual(amqpSymbol(condition));
    expect(properties['statusDescription']).not.toBe('');
  });
});

async function ask(operation: string, body: Record<string, Typed>): Promise<Reply> {
  const queue = new MessageQueue(SETTINGS, { journal: noJournal, onTrouble: () => undefined });
  return answerManagement(queue)({
    messageId: 1,
    replyTo: undefined,
    properties: { operation: `com.microsoft:${operation}` },
    text: undefined,
    entries: new Map(Object.entries(body)),
  });
}
