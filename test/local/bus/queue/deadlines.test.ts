import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Deadlines } from '../../../../local/bus/queue/deadlines';

describe('deadlines', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are called once each, earliest first, when their time has come', () => {
    const due: [string, number][] = [];
    const deadlines = new Deadlines<string>((key) => due.push([key, Date.now()]));
    deadlines.set('late', 300);
    deadlines.set('early', 100);
    deadlines.set('cleared', 200);
    deadlines.clear('cleared');
    jest.advanceTimersByTime(1_000);
    expect(due).toEqual([
      ['early', 100],
      ['late', 300],
    ]);
  });

  it('can be moved, and then only the last time counts', () => {
    const due: number[] = [];
    const deadlines = new Deadlines<string>(() => due.push(Date.now()));
    deadlines.set('lock', 100);
    deadlines.set('lock', 250);
    jest.advanceTimersByTime(1_000);
    expect(due).toEqual([250]);
  });

  it('can be set from within a call', () => {
    const due: number[] = [];
    const deadlines = new Deadlines<string>((key) => {
      due.push(Date.now());
      if (due.length < 3) deadlines.set(key, Date.now() + 50);
    });
    deadlines.set('again', 10);
    jest.advanceTimersByTime(1_000);
    expect(due).toEqual([10, 60, 110]);
  });

  it('may be further away than a timer can wait', () => {
    const due: number[] = [];
    const deadlines = new Deadlines<string>(() => due.push(Date.now()));
    const fortyDaysMs = 40 * 86_400_000;
    deadlines.set('far', fortyDaysMs);
    jest.advanceTimersByTime(fortyDaysMs - 1);
    expect(due).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(due).toEqual([fortyDaysMs]);
  });

  it('stay few in memory however often they are set and cleared', () => {
    const due: number[] = [];
    const deadlines = new Deadlines<number>((key) => due.push(key));
    for (let key = 0; key < 10_000; key++) {
      deadlines.set(key, 1_000 + key);
      if (key !== 5_000) deadlines.clear(key);
    }
    expect(deadlines.remembered).toBeLessThan(3_000);
    jest.advanceTimersByTime(20_000);
    expect(due).toEqual([5_000]);
  });

  it('are forgotten when stopped', () => {
    const due: string[] = [];
    const deadlines = new Deadlines<string>((key) => due.push(key));
    deadlines.set('never', 10);
    deadlines.stop();
    jest.advanceTimersByTime(1_000);
    expect(due).toEqual([]);
  });
});
