import { crc32 } from 'node:zlib';
import { type QueueMessage } from '../queue/queue-message';
import { type JournalRecord } from './journal-record';

const FRAME_HEADER_BYTES = 8;
const LENGTH_BYTES = 4;

/** A record as JSON, with the lengths of the two byte strings that follow it where it puts a message. */
type WrittenRecord =
  | (Exclude<JournalRecord, { kind: 'put' }> & { bytes?: never })
  | {
      kind: 'put';
      queue: string;
      message: Omit<QueueMessage, 'annotations' | 'sections' | 'lock'>;
      bytes: [annotations: number, sections: number];
    };

/** Records that become true together: one frame with one checksum, so a torn write keeps none of them. */
export function encodeFrame(records: readonly JournalRecord[]): Buffer {
  const body = Buffer.concat(records.flatMap(encodeRecord));
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32BE(body.length, 0);
  header.writeUInt32BE(crc32(body), LENGTH_BYTES);
  return Buffer.concat([header, body]);
}

function encodeRecord(record: JournalRecord): Buffer[] {
  if (record.kind !== 'put') return [withLength(record)];
  const { annotations, sections } = record.message;
  const message = { ...record.message, annotations: undefined, sections: undefined, lock: undefined };
  return [
    withLength({ ...record, message, bytes: [annotations.length, sections.length] }),
    annotations,
    sections,
  ];
}

function withLength(record: object): Buffer {
  const json = JSON.stringify(record);
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES + Buffer.byteLength(json));
  bytes.writeUInt32BE(bytes.length - LENGTH_BYTES, 0);
  bytes.write(json, LENGTH_BYTES);
  return bytes;
}

/** A frame whose checksum does not fit its bytes: the file was changed or the disk lost something. */
export class DamagedFrame extends Error {
  constructor(readonly offset: number) {
    super(`the frame at byte ${offset} does not fit its checksum`);
    this.name = 'DamagedFrame';
  }
}

/**
 * The records of a journal file, in order. A last frame that is cut short was never acknowledged and is left out,
 * as a kill leaves one behind. Throws a DamagedFrame for anything else that is not as it was written.
 */
export function* decodeFrames(file: Buffer): Generator<JournalRecord> {
  for (let at = 0; at + FRAME_HEADER_BYTES <= file.length;) {
    const end = at + FRAME_HEADER_BYTES + file.readUInt32BE(at);
    if (end > file.length) return;
    const body = file.subarray(at + FRAME_HEADER_BYTES, end);
    if (crc32(body) !== file.readUInt32BE(at + LENGTH_BYTES)) throw new DamagedFrame(at);
    yield* decodeRecords(body);
    at = end;
  }
}

function* decodeRecords(body: Buffer): Generator<JournalRecord> {
  let at = 0;
  const take = (length: number): Buffer => body.subarray(at, (at += length));
  while (at < body.length) {
    const record = JSON.parse(take(take(LENGTH_BYTES).readUInt32BE(0)).toString()) as WrittenRecord;
    if (record.kind !== 'put') {
      yield record;
      continue;
    }
    const [annotationBytes, sectionBytes] = record.bytes;
    // Copied: a slice would keep the whole file in memory.
    const annotations = Buffer.from(take(annotationBytes));
    const sections = Buffer.from(take(sectionBytes));
    yield { kind: 'put', queue: record.queue, message: { ...record.message, annotations, sections } };
  }
}
