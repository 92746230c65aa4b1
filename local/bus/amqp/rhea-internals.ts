import { message as messageCodec, types as rheaTypes, type Session, type Typed } from 'rhea';

/**
 * What this broker needs of rhea 3.0 beyond its published types. rhea is written for clients: a broker has to
 * echo attach frames, to count what is queued but not written, and to take messages as bytes. Each name below was
 * read in rhea 3.0.5 and is pinned by tests under test/local/bus; nothing else in the broker reaches inside.
 */
interface RheaReader {
  position: number;
  read_constructor(): { typecode: number; descriptor?: Typed };
  read(): Typed;
  remaining(): number;
}

interface RheaWriter {
  write(value: Typed): void;
  toBuffer(): Buffer;
}

interface TypeConstructor {
  (value: number): Typed;
  typecode: number;
}

interface RheaTypes {
  Reader: new (bytes: Buffer) => RheaReader;
  Writer: new () => RheaWriter;
  Map32(items: Typed[]): Typed;
  List32(items: Typed[]): Typed;
  Timestamp: TypeConstructor;
  Long: TypeConstructor;
}

const internalTypes = rheaTypes as unknown as RheaTypes;

export const { Reader, Writer } = internalTypes;
export const amqpMap = (items: Typed[]): Typed => internalTypes.Map32(items);
export const amqpList = (items: Typed[]): Typed => internalTypes.List32(items);
export const amqpTimestamp = (epochMs: number): Typed => internalTypes.Timestamp(epochMs);
export const amqpLong = (value: number): Typed => internalTypes.Long(value);
export const amqpSymbol = (text: string): Typed => rheaTypes.wrap_symbol(text);
export const amqpString = (text: string): Typed => rheaTypes.wrap_string(text);
export const amqpInt = (value: number): Typed => rheaTypes.wrap_int(value);
export const amqpUint = (value: number): Typed => rheaTypes.wrap_uint(value);
export const amqpBinary = (bytes: Buffer): Typed => rheaTypes.wrap_binary(bytes);
export const described = (descriptor: number, value: Typed): Typed =>
  rheaTypes.described_nc(rheaTypes.wrap_ulong(descriptor), value) as Typed;
export const plainValue = (value: Typed | undefined): unknown =>
  value === undefined ? undefined : rheaTypes.unwrap(value);

const arrayOf = (items: unknown[], typecode: number): Typed =>
  rheaTypes.wrap_array(items, typecode, undefined);
export const amqpLongArray = (values: number[]): Typed => arrayOf(values, internalTypes.Long.typecode);
export const amqpTimestampArray = (epochMs: number[]): Typed =>
  arrayOf(epochMs, internalTypes.Timestamp.typecode);

export const encodeMessage = (message: unknown): Buffer => messageCodec.encode(message);
export const decodeMessage = (bytes: Buffer): Record<string, unknown> => messageCodec.decode(bytes);
const outcomes = messageCodec as unknown as Record<
  'accepted' | 'rejected',
  (fields?: object) => { described(): unknown }
>;
export const acceptedState = (): unknown => outcomes.accepted().described();
export const rejectedState = (error: object): unknown => outcomes.rejected({ error }).described();

interface Composite {
  value: Typed[];
  described(): unknown;
}

/** An attach as it came; source and target are typed until rhea has read them. */
export interface AttachPerformative {
  name: string;
  source?: unknown;
  target?: { descriptor?: { value: unknown } } | null;
  properties?: Record<string, unknown>;
  snd_settle_mode?: number;
  rcv_settle_mode?: number;
}

interface WritableAttach {
  source: unknown;
  target: unknown;
  max_message_size: number;
  snd_settle_mode: number;
  rcv_settle_mode: number;
}

interface LinkInternals {
  remote: { attach: AttachPerformative };
  local: { attach: WritableAttach };
}

/** A link's source or target as it came; none where the client named none. */
export function remoteTerminus(link: object, end: 'source' | 'target'): Composite | undefined {
  const terminus = linkInternals(link).remote.attach[end] as Partial<Composite> | null | undefined;
  return typeof terminus?.described === 'function' ? (terminus as Composite) : undefined;
}

export const linkInternals = (link: object): LinkInternals => link as unknown as LinkInternals;

interface TransferFrame {
  performative: { message_format?: number | null };
}

export interface PendingDisposition {
  state?: { descriptor: { value: unknown } };
}

interface SessionInternals {
  on_transfer(frame: TransferFrame): void;
  on_attach(frame: { performative: AttachPerformative }): void;
  links: Record<string, { name: string }>;
  incoming: { updated: PendingDisposition[]; process(session: Session): void };
  outgoing: {
    pending_dispositions: PendingDisposition[];
    next_pending_delivery: number;
    available(): number;
    process(): void;
  };
}

export const sessionInternals = (session: Session): SessionInternals =>
  session as unknown as SessionInternals;

export interface OutgoingDelivery {
  readonly id: number;
  readonly tag: Buffer | string;
  readonly remote_state?: { value: Typed[] };
  remote_settled: boolean;
  settled: boolean;
  update(settled: boolean, state?: unknown): void;
}

interface ConnectionInternals {
  accept(socket: object): void;
  eof(): void;
  socket: { destroy(): void };
}

export const connectionInternals = (connection: object): ConnectionInternals =>
  connection as unknown as ConnectionInternals;

interface SenderInternals {
  credit: number;
  connection: { _register(): void };
}

export const senderInternals = (sender: object): SenderInternals => sender as unknown as SenderInternals;

export const asOutgoing = (delivery: object): OutgoingDelivery => delivery as OutgoingDelivery;
