import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isInWindow,
  maintenanceWindowSchema,
  nextOpening,
  type MaintenanceWindow,
} from '../../../shared/domain/maintenance-window';

const window = (changes: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  timeZone: 'Europe/Amsterdam',
  days: ['sat'],
  from: '22:00',
  to: '04:00',
  ...changes,
});
const at = (text: string): number => Date.parse(text);

describe('a maintenance window', () => {
  it.each([
    ['before it opens', window(), '2026-11-28T20:59:00Z', false],
    ['at its first minute, by the wall clock there', window(), '2026-11-28T21:00:00Z', true],
    ['after midnight of the day it opened on', window(), '2026-11-29T02:59:00Z', true],
    ['at its end', window(), '2026-11-29T03:00:00Z', false],
    ['on a day it does not open on', window(), '2026-11-27T22:00:00Z', false],
    ['within one day', window({ from: '01:00', to: '05:00' }), '2026-11-28T01:00:00Z', true],
    ['from a minute to the same one, a whole day', window({ to: '22:00' }), '2026-11-29T20:59:00Z', true],
    [
      'in the hour that comes twice, first',
      window({ days: ['sun'], from: '02:00', to: '03:00' }),
      '2026-10-25T00:30:00Z',
      true,
    ],
    [
      'in the hour that comes twice, again',
      window({ days: ['sun'], from: '02:00', to: '03:00' }),
      '2026-10-25T01:30:00Z',
      true,
    ],
    ['west of Greenwich', window({ timeZone: 'America/New_York' }), '2026-11-29T03:00:00Z', true],
    [
      'where the clock is half an hour off',
      window({ timeZone: 'Asia/Kolkata' }),
      '2026-11-28T16:30:00Z',
      true,
    ],
  ])('is open or not: %s', (_when, open, instant, expected) => {
    expect(isInWindow(open, at(instant))).toBe(expected);
  });

  it.each([
    ['later the same day', window(), '2026-11-28T10:00:00Z', '2026-11-28T21:00:00Z'],
    ['within the week', window(), '2026-11-29T03:00:00Z', '2026-12-05T21:00:00Z'],
    ['now, where it is open', window(), '2026-11-28T23:00:00Z', '2026-11-28T23:00:00Z'],
    ['by the clock of winter', window(), '2026-10-24T20:30:00Z', '2026-10-24T20:30:00Z'],
    [
      'after the hour that is left out, where it begins in it',
      window({ days: ['sun'], from: '02:30', to: '05:00' }),
      '2026-03-28T12:00:00Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'a week later, where the whole of it is left out',
      window({ days: ['sun'], from: '02:00', to: '03:00' }),
      '2026-03-28T12:00:00Z',
      '2026-04-05T00:00:00Z',
    ],
  ])('opens next: %s', (_when, open, instant, expected) => {
    expect(new Date(nextOpening(open, at(instant)))).toEqual(new Date(expected));
  });

  it('names a time zone that exists', () => {
    expect(maintenanceWindowSchema.safeParse(window({ timeZone: 'Mars/Olympus' })).success).toBe(false);
    expect(maintenanceWindowSchema.safeParse(window()).success).toBe(true);
  });
});

const MINUTE_MS = 60_000;
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const anyWindow = fc.record({
  timeZone: fc.constantFrom(
    'Europe/Amsterdam',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'UTC',
  ),
  days: fc.uniqueArray(fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), { minLength: 1 }),
  from: time,
  to: time,
});
const instant = fc
  .integer({ min: at('2025-01-01T00:00:00Z') / MINUTE_MS, max: at('2028-01-01T00:00:00Z') / MINUTE_MS })
  .map((minute) => minute * MINUTE_MS);

describe('the next opening', () => {
  it('is open, is not in the past, and nothing before it is open', () => {
    fc.assert(
      fc.property(anyWindow, instant, fc.double({ min: 0, max: 1, noNaN: true }), (open, nowMs, part) => {
        const openingMs = nextOpening(open, nowMs);
        expect(openingMs).toBeGreaterThanOrEqual(nowMs);
        expect(isInWindow(open, openingMs)).toBe(true);
        if (openingMs === nowMs) return;
        expect(isInWindow(open, openingMs - MINUTE_MS)).toBe(false);
        const between = nowMs + Math.floor(((openingMs - nowMs - MINUTE_MS) / MINUTE_MS) * part) * MINUTE_MS;
        expect(isInWindow(open, between)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
