import { expect, it } from '@jest/globals';
import { remembered } from '../../shared/remembered';

const KEEP_MS = 60_000;

/** A read that counts how often it was asked; it fails while told to. */
function counting() {
  const state = { nowMs: 0, asked: [] as string[], isBroken: false };
  const read = remembered(
    async (key) => {
      state.asked.push(key);
      if (state.isBroken) throw new Error('out of order');
      return `${key} of ${state.nowMs}`;
    },
    KEEP_MS,
    () => state.nowMs,
  );
  return { state, read };
}

it('asks once for as long as an answer is kept, whoever asks at once', async () => {
  const { state, read } = counting();
  expect(await Promise.all([read('a'), read('a'), read('b')])).toEqual(['a of 0', 'a of 0', 'b of 0']);
  state.nowMs = KEEP_MS - 1;
  expect(await read('a')).toBe('a of 0');
  state.nowMs = KEEP_MS;
  expect(await read('a')).toBe(`a of ${KEEP_MS}`);
  expect(state.asked).toEqual(['a', 'b', 'a']);
});

it('keeps no failure', async () => {
  const { state, read } = counting();
  state.isBroken = true;
  await expect(read('a')).rejects.toThrow('out of order');
  state.isBroken = false;
  expect(await read('a')).toBe('a of 0');
});

it('forgets the oldest of too many questions', async () => {
  const { state, read } = counting();
  for (let n = 0; n <= 500; n += 1) await read(`key-${n}`);
  await read('key-500');
  expect(state.asked).toHaveLength(501);
  await read('key-0');
  expect(state.asked).toHaveLength(502);
});
