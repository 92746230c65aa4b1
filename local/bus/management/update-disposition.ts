import { BrokerRefusal, refuseFeature } from '../amqp/broker-refusal';
import { textProperties, type PropertyChanges } from '../message/amend-message';
import { mapPairs } from '../message/amqp-sections';
import { type Settlement } from '../queue/settlement';
import { type ManagementOperation } from './management-operation';
import { type RequestBody } from './request-body';

/** Settles messages whose link is gone; the lock token is all that is needed. */
export const updateDisposition: ManagementOperation = async (queue, body) => {
  const settlement = requestedSettlement(body);
  for (const token of body.lockTokens('lock-tokens')) await queue.settle(token, settlement);
  return 'ok';
};

function requestedSettlement(body: RequestBody): Settlement {
  const status = body.text('disposition-status');
  const properties: PropertyChanges = new Map(
    mapPairs(body.typed('properties-to-modify')).map(([name, , value]) => [name, value]),
  );
  switch (status) {
    case 'completed':
      return { kind: 'complete' };
    case 'abandoned':
      return { kind: 'abandon', properties };
    case 'suspended':
      return { kind: 'dead-letter', properties: new Map([...properties, ...reasons(body)]) };
    case 'defered': // the service's own spelling
      throw refuseFeature('deferral of messages');
    default:
      throw new BrokerRefusal(
        'com.microsoft:argument-error',
        `No disposition is called '${String(status)}'.`,
      );
  }
}

const reasons = (body: RequestBody): PropertyChanges =>
  textProperties({
    DeadLetterReason: body.text('deadletter-reason'),
    DeadLetterErrorDescription: body.text('deadletter-description'),
  });
