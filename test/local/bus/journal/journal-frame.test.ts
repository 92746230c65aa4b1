import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFrames, encodeFrame } from '../../../../local/bus/journal/journal-frame';
import { type JournalRecord } from '../../../../local/bus/journal/journal-record';
import { type QueueImage, replayRecords } from '../../../../local/bus/journal/queue-images';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const put = fc.record({
  kind: fc.constant('put' as const),
  queue: fc.string(),
  message: fc.record({
    messageId: fc.string(),
    sequenceNumber: fc.nat(),
    enqueuedAtMs: fc.nat(),
    deliveryCount: fc.nat(),
    state: fc.constantFrom('active' as const, 'scheduled' as const),
    annotations: bytes,
    sections: bytes,
  }),
});
const other = fc.record({
  kind: fc.constantFrom('remove' as const, 'numbered' as const),
  queue: fc.string(),
  sequenceNumber: fc.nat(),
});
const record: fc.Arbitrary<JournalRecord> = fc.oneof(put, other);

it('frames give back the records that were put into them', () => {
  fc.assert(
    fc.property(fc.array(fc.array(record, { minLength: 1, maxLength: 5 })), (groups) => {
      expect([...decodeFrames(Buffer.concat(groups.map(encodeFrame)))]).toEqual(groups.flat());
    }),
  );
});

it('a file that is cut anywhere gives back all whole frames before the cut, and nothing of the rest', () => {
  const groups: JournalRecord[][] = [1, 2, 3].map((sequenceNumber) => [
    { kind: 'remove', queue: 'q', sequenceNumber },
  ]);
  const frames = groups.map(encodeFrame);
  const file = Buffer.concat(frames);
  for (let cut = 0; cut < file.length; cut++) {
    const whole = frames.filter(
      (_, index) => frames.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0) <= cut,
    );
    expect([...decodeFrames(file.subarray(0, cut))]).toHaveLength(whole.length);
  }
});

it('a byte that changed is noticed, wherever it is in a frame', () => {
  const file = encodeFrame([{ kind: 'remove', queue: 'q', sequenceNumber: 1 }]);
  for (let at = 8; at < file.length; at++) {
    const changed = Buffer.from(file);
    changed[at]! ^= 1;
    expect(() => [...decodeFrames(changed)]).toThrow(/checksum/);
  }
});

it('replaying facts twice changes nothing', () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const replayed = (times: number): [string, QueueImage][] =>
        [...replayRecords(Array.from({ length: times }, () => records).flat())].sort(([a], [b]) =>
          a < b ? -1 : 1,
        );
      const keys = (images: [string, QueueImage][]): unknown =>
        images.map(([name, image]) => [name, [...image.messages.keys()].sort((a, b) => a - b)]);
      expect(keys(replayed(2))).toEqual(keys(replayed(1)));
    }),
  );
});
