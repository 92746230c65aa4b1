import { type Typed } from 'rhea';
import { refuseFeature } from '../amqp/broker-refusal';
import { plainValue } from '../amqp/rhea-internals';
import { textProperties, type PropertyChanges } from '../message/amend-message';
import { mapPairs } from '../message/amqp-sections';
import { type Settlement } from '../queue/settlement';
import { type Outcome } from './endpoint';

const typedMap = (map: Typed | undefined): PropertyChanges =>
  new Map(mapPairs(map).map(([name, , value]) => [name, value]));

/**
 * What a delivery's outcome means to Service Bus. `fields` are the outcome's own, as AMQP 1.0 orders them (3.4).
 * Throws a refusal for deferral. Source: "AMQP 1.0 in Service Bus, protocol guide", learn.microsoft.com.
 */
export function settlementOf(outcome: Outcome, fields: readonly Typed[]): Settlement {
  switch (outcome) {
    case 'accepted':
      return { kind: 'complete' };
    case 'released': // INFERRED: a client that hands back what it never looked at burns no delivery
      return { kind: 'release' };
    case 'modified':
      if (plainValue(fields[1]) === true) throw refuseFeature('deferral of messages');
      return { kind: 'abandon', properties: typedMap(fields[2]) };
    case 'rejected':
      return { kind: 'dead-letter', properties: deadLetterProperties(fields[0]) };
  }
}

/** The reason and description travel as properties of the error's info map; an error without one is its own reason. */
function deadLetterProperties(error: Typed | undefined): PropertyChanges {
  const [condition, description, info] = (error?.value ?? []) as Typed[];
  const given = typedMap(info);
  if (given.size > 0 || condition === undefined) return given;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return textProperties({
    DeadLetterReason: text(plainValue(condition)),
    DeadLetterErrorDescription: text(plainValue(description)),
  });
}
