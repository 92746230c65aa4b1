import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MinHeap } from '../../../../local/bus/queue/min-heap';

const ascending = (a: number, b: number): number => a - b;

function drain(heap: MinHeap<number>): number[] {
  const out: number[] = [];
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) out.push(next);
  return out;
}

it('a heap gives back what it got, smallest first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = new MinHeap<number>((number) => number);
      for (const number of numbers) heap.push(number);
      expect(heap.size).toBe(numbers.length);
      expect(drain(heap)).toEqual([...numbers].sort(ascending));
    }),
  );
});

it('a heap keeps its order when part of it is dropped', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (numbers, limit) => {
      const heap = new MinHeap<number>((number) => number);
      for (const number of numbers) heap.push(number);
      heap.retain((number) => number > limit);
      expect(drain(heap)).toEqual(numbers.filter((number) => number > limit).sort(ascending));
    }),
  );
});
