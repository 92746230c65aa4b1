import { type Typed } from 'rhea';
import { amqpMap, amqpString, described } from '../amqp/rhea-internals';
import { encodeSections, mapPairs, readSections, SECTION } from './amqp-sections';
import { type MessageContent } from './message-content';

/** Application properties to set on a message, as a client typed them. */
export type PropertyChanges = ReadonlyMap<string, Typed>;

export const textProperties = (properties: Record<string, string | undefined>): PropertyChanges =>
  new Map(
    Object.entries(properties).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, amqpString(text)]],
    ),
  );

/** The same message with these application properties added or replaced. Everything else keeps its bytes. */
export function amendMessage<Message extends MessageContent>(
  message: Message,
  changes: PropertyChanges,
): Message {
  if (changes.size === 0) return message;
  const sections = readSections(message.sections);
  const kept = mapPairs(sections.applicationProperties).filter(([name]) => !changes.has(name));
  const items = kept.flatMap(([, key, value]) => [key, value]);
  for (const [name, value] of changes) items.push(amqpString(name), value);
  const properties = described(SECTION.applicationProperties, amqpMap(items));
  return {
    ...message,
    sections: Buffer.concat([encodeSections([sections.properties, properties]), sections.rest]),
  };
}
