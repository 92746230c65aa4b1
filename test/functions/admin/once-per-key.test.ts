import { beforeEach, describe, expect, it } from '@jest/globals';
import { oncePerKey, type KeyedRequest } from '../../../functions/admin/once-per-key';
import { problem } from '../../../functions/admin/problem';
import { reply } from '../../../functions/admin/route';
import { sha256 } from '../../../shared/domain/ids';
import { memoryIdempotencyKeys } from '../../../shared/state/memory/memory-idempotency-keys';
import type { IdempotencyKeys } from '../../../shared/state/idempotency';
import { guid, NOON } from '../../shared/state/builders';

let keys: IdempotencyKeys;
let done: number;
beforeEach(() => {
  keys = memoryIdempotencyKeys();
  done = 0;
});

const later = (ms: number) => new Date(Date.parse(NOON) + ms);
const KEY = '0123456789abcdef';
const request = (changes: Partial<KeyedRequest> & { key?: string | null } = {}): KeyedRequest => {
  const { key = KEY, ...rest } = changes;
  const headers = new Headers(key === null ? {} : { 'idempotency-key': key });
  return { caller: guid(9), method: 'POST', path: 'things', body: { a: 1 }, headers, now: later(0), ...rest };
};
const act = () => {
  done += 1;
  return Promise.resolve(reply({ done }, { status: 201 }));
};
const ask = (changes: Parameters<typeof request>[0] = {}, does = act) =>
  oncePerKey(keys, request(changes), does);

describe('a request with an idempotency key', () => {
  it('is done once, and answered the same for a day', async () => {
    const first = await ask();
    expect(await ask({ now: later(23 * 3_600_000) })).toEqual(first);
    expect(await ask({ body: JSON.parse('{"a":1}') as unknown })).toEqual(first);
    expect(done).toBe(1);
    await ask({ now: later(25 * 3_600_000) });
    expect(done).toBe(2);
  });

  it.each([null, '', 'short', 'with spaces in the key', 'x'.repeat(129)])(
    'is refused with the key %j',
    async (key) => {
      expect(await ask({ key })).toMatchObject({ problem: 'invalid' });
      expect(done).toBe(0);
    },
  );

  it.each([
    ['another body', { body: { a: 2 } }],
    ['another path', { path: 'others' }],
  ])('is refused where the key came with %s before', async (_what, changes) => {
    await ask();
    expect(await ask(changes)).toMatchObject({ problem: 'key-reused', status: 422 });
    expect(done).toBe(1);
  });

  it('may have the key of somebody else', async () => {
    await ask();
    expect(await ask({ caller: guid(8) })).toMatchObject({ status: 201 });
    expect(done).toBe(2);
  });

  it('is done by one of two that come at once', async () => {
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(done).toBe(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(2);
  });

  it('that was refused, or failed, may be sent again', async () => {
    const refused = () => Promise.resolve(problem('conflict', 'not now'));
    expect(await oncePerKey(keys, request(), refused)).toMatchObject({ problem: 'conflict' });
    await expect(oncePerKey(keys, request(), () => Promise.reject(new Error('lost')))).rejects.toThrow(
      'lost',
    );
    expect(await ask()).toMatchObject({ status: 201 });
  });

  it('whose process died is taken up again, and the late one keeps its answer to itself', async () => {
    let finish: (value: ReturnType<typeof reply<{ done: number }>>) => void = () => undefined;
    const slow = ask({}, () => new Promise((resolve) => (finish = resolve)));
    await new Promise(setImmediate);
    expect(await ask({ now: later(60_000) })).toMatchObject({ problem: 'conflict' });
    const second = await ask({ now: later(300_000) });
    finish(reply({ done: 99 }));
    await slow;
    expect(await ask({ now: later(300_001) })).toEqual(second);
  });

  it('leaves nothing of its body behind', async () => {
    await ask({ body: { mail: 'ada@contoso.com' } }, () => Promise.resolve(reply({ done: 1 })));
    expect(JSON.stringify(await keys.read(guid(9), sha256(KEY)))).not.toContain('ada');
  });
});
