import { describe, expect, it } from '@jest/globals';
import { sideBySide } from '../../../../shared/state/table/side-by-side';

async function* counting(name: string, to: number, ended: string[]): AsyncGenerator<string> {
  try {
    for (let n = 1; n <= to; n += 1) yield await Promise.resolve(`${name}${n}`);
  } finally {
    ended.push(name);
  }
}

async function* failing(): AsyncGenerator<string> {
  yield await Promise.resolve('before');
  throw new Error('the range broke');
}

describe('sideBySide', () => {
  it('gives every value of every source once', async () => {
    const ended: string[] = [];
    const values: string[] = [];
    for await (const value of sideBySide([
      counting('a', 3, ended),
      counting('b', 0, ended),
      counting('c', 1, ended),
    ])) {
      values.push(value);
    }
    expect(values.sort()).toEqual(['a1', 'a2', 'a3', 'c1']);
    expect(ended.sort()).toEqual(['a', 'b', 'c']);
  });

  it('asks a slow source and a quick one at the same time', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    async function* slow(): AsyncGenerator<string> {
      await gate;
      yield 'slow';
    }
    const values = sideBySide([slow(), counting('quick', 2, [])]);
    expect((await values.next()).value).toBe('quick1');
    expect((await values.next()).value).toBe('quick2');
    release();
    expect((await values.next()).value).toBe('slow');
    expect((await values.next()).done).toBe(true);
  });

  it('throws what a source throws, and ends the others', async () => {
    const ended: string[] = [];
    const draw = async () => {
      for await (const value of sideBySide([failing(), counting('a', 50, ended)])) expect(value).not.toBe('');
    };
    await expect(draw()).rejects.toThrow('the range broke');
    expect(ended).toEqual(['a']);
  });

  it('ends every source when its reader leaves', async () => {
    const ended: string[] = [];
    for await (const value of sideBySide([counting('a', 9, ended), counting('b', 9, ended)])) {
      expect(value).toMatch(/^[ab]1$/);
      break;
    }
    expect(ended.sort()).toEqual(['a', 'b']);
  });
});
