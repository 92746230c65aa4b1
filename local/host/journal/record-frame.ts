import { crc32 } from 'node:zlib';

const LINE_BREAK = 0x0a;
/** Eight hexadecimal digits of the checksum and a blank stand before the text. */
const HEAD_LENGTH = 9;

/** One record as it stands in the file: checksum, blank, text, line break. */
export function frameRecord(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from(`${checksum(body)} `, 'latin1'), body, Buffer.of(LINE_BREAK)]);
}

/** A line of the file: its text, or why it has none. */
export type Line = { offset: number; length: number } & ({ text: string } | { damage: string });

/** Cuts bytes into lines. The last line has damage when its line break is missing. */
export function* linesOf(bytes: Buffer): Generator<Line> {
  let offset = 0;
  while (offset < bytes.length) {
    const end = bytes.indexOf(LINE_BREAK, offset);
    const line = bytes.subarray(offset, end < 0 ? bytes.length : end);
    const length = line.length + (end < 0 ? 0 : 1);
    yield {
      offset,
      length,
      ...(end < 0 ? { damage: 'the record ends before its line break' } : unframe(line)),
    };
    offset += length;
  }
}

function unframe(line: Buffer): { text: string } | { damage: string } {
  const body = line.subarray(HEAD_LENGTH);
  const expected = line.subarray(0, HEAD_LENGTH).toString('latin1');
  if (expected !== `${checksum(body)} `) return { damage: 'the checksum does not fit the record' };
  return { text: body.toString('utf8') };
}

function checksum(body: Buffer): string {
  return crc32(body).toString(16).padStart(8, '0');
}
