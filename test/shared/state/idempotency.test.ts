import { expect, it } from '@jest/globals';
import type { IdempotentRequest } from '../../../shared/state/idempotency';
import { guid, NOON, ONE_O_CLOCK } from './builders';
import { onBothAdapters } from './on-both-adapters';

const request = (changes: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
  caller: guid(1),
  keyHash: 'a'.repeat(64),
  requestHash: 'b'.repeat(64),
  takenAt: NOON,
  answer: null,
  ...changes,
});
const answer = { status: 201, headers: { etag: '"1"' }, body: { ids: [1, null] } };

onBothAdapters('IdempotencyKeys', (state) => {
  const keys = () => state().idempotencyKeys;
  const stored = (caller = guid(1)) => keys().read(caller, 'a'.repeat(64));

  it('lets one take a key, and keeps its answer', async () => {
    expect(await keys().insert(request())).toBe('written');
    expect(await keys().insert(request({ takenAt: ONE_O_CLOCK }))).toBe('conflict');
    const { etag } = (await stored())!;
    expect(await keys().replace(request({ answer }), etag)).toBe('written');
    expect(await keys().replace(request(), etag)).toBe('conflict');
    expect((await stored())?.value).toEqual(request({ answer }));
  });

  it('keeps the keys of two callers apart', async () => {
    await keys().insert(request());
    expect(await keys().insert(request({ caller: guid(2) }))).toBe('written');
    expect(await stored(guid(3))).toBeUndefined();
  });

  it('gives a key back only as it was read', async () => {
    await keys().insert(request());
    const { etag } = (await stored())!;
    await keys().replace(request({ answer }), etag);
    expect(await keys().remove(guid(1), 'a'.repeat(64), etag)).toBe('conflict');
    expect(await keys().remove(guid(1), 'a'.repeat(64), (await stored())!.etag)).toBe('removed');
    expect(await keys().remove(guid(1), 'a'.repeat(64), etag)).toBe('removed');
    expect(await stored()).toBeUndefined();
  });

  it('forgets what was taken before a time, and no other', async () => {
    await keys().insert(request());
    await keys().insert(request({ caller: guid(2), takenAt: ONE_O_CLOCK }));
    expect(await keys().purgeBefore(ONE_O_CLOCK, 100)).toBe(1);
    expect(await keys().purgeBefore(ONE_O_CLOCK, 100)).toBe(0);
    expect(await stored(guid(2))).toBeDefined();
  });
});
