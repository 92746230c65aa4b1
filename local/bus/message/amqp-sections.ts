import { type Typed } from 'rhea';
import { Reader, Writer } from '../amqp/rhea-internals';

export const SECTION = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  sequence: 0x76,
  value: 0x77,
} as const;

/** The sections before the body, typed as they were encoded, and the rest of the message untouched. */
export interface AmqpSections {
  header?: Typed;
  messageAnnotations?: Typed;
  properties?: Typed;
  applicationProperties?: Typed;
  /** The body and the footer. */
  rest: Buffer;
}

const NAMES = new Map<number, keyof Omit<AmqpSections, 'rest'> | undefined>([
  [SECTION.header, 'header'],
  [SECTION.deliveryAnnotations, undefined],
  [SECTION.messageAnnotations, 'messageAnnotations'],
  [SECTION.properties, 'properties'],
  [SECTION.applicationProperties, 'applicationProperties'],
]);

/** Splits an encoded message at its body. Throws on bytes that are no message. AMQP 1.0, 3.2. */
export function readSections(bytes: Buffer): AmqpSections {
  const reader = new Reader(bytes);
  const sections: AmqpSections = { rest: Buffer.alloc(0) };
  while (reader.remaining() > 0) {
    const start = reader.position;
    const descriptor = Number(reader.read_constructor().descriptor?.value);
    if (!NAMES.has(descriptor)) {
      if (!(descriptor >= SECTION.data && descriptor <= SECTION.value))
        throw new Error('a message section is malformed');
      sections.rest = bytes.subarray(start);
      break;
    }
    reader.position = start;
    const section = reader.read();
    const name = NAMES.get(descriptor);
    if (name !== undefined) sections[name] = section;
  }
  return sections;
}

/** The body's data sections, in order; none if the body is of another kind. */
export function readDataSections(body: Buffer): Buffer[] {
  const reader = new Reader(body);
  const found: Buffer[] = [];
  while (reader.remaining() > 0) {
    const section = reader.read();
    if (Number((section.descriptor as Typed | undefined)?.value) === SECTION.data)
      found.push(section.value as Buffer);
  }
  return found;
}

export function encodeSections(sections: (Typed | undefined)[]): Buffer {
  const writer = new Writer();
  for (const section of sections) if (section !== undefined) writer.write(section);
  return writer.toBuffer();
}

/** The key/value pairs of a typed map, in their order. */
export function mapPairs(map: Typed | undefined): [key: string, keyTyped: Typed, value: Typed][] {
  const items = (map?.value ?? []) as Typed[];
  const pairs: [string, Typed, Typed][] = [];
  for (let at = 0; at + 1 < items.length; at += 2) {
    const [key, value] = [items[at], items[at + 1]];
    if (key !== undefined && value !== undefined) pairs.push([String(key.value), key, value]);
  }
  return pairs;
}
