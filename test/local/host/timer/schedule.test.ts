import { describe, expect, it } from '@jest/globals';
import { parseSchedule } from '../../../../local/host/timer/schedule';

const next = (text: string, after: string, timeZone?: string): string | undefined => {
  const nextMs = parseSchedule(text, timeZone).nextMs(Date.parse(after));
  return nextMs === undefined ? undefined : new Date(nextMs).toISOString();
};

describe('a timer schedule', () => {
  it.each([
    ['0 */5 * * * *', '2030-01-01T00:02:00Z', '2030-01-01T00:05:00.000Z'],
    ['*/15 * * * * *', '2030-01-01T00:00:14.999Z', '2030-01-01T00:00:15.000Z'],
    ['*/15 * * * * *', '2030-01-01T00:00:15.000Z', '2030-01-01T00:00:30.000Z'],
    ['0 30 9 * * 1-5', '2030-01-04T10:00:00Z', '2030-01-07T09:30:00.000Z'],
    ['0 30 9 * * Mon', '2030-01-01T00:00:00Z', '2030-01-07T09:30:00.000Z'],
    ['0 0 0 1 January *', '2030-01-02T00:00:00Z', '2031-01-01T00:00:00.000Z'],
    ['*/5 * * * *', '2030-01-01T00:02:00Z', '2030-01-01T00:05:00.000Z'],
    ['00:10:00', '2030-01-01T00:02:00Z', '2030-01-01T00:12:00.000Z'],
    ['1.00:00:00', '2030-01-01T00:00:00Z', '2030-01-02T00:00:00.000Z'],
    ['24:00:00', '2030-01-01T00:00:00Z', '2030-01-25T00:00:00.000Z'],
  ])('%s after %s is due at %s', (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });

  it('with day of month and day of week needs both to fit', () => {
    expect(next('0 0 0 13 * 5', '2030-01-01T00:00:00Z')).toBe('2030-09-13T00:00:00.000Z');
  });

  it('runs in the time zone of WEBSITE_TIME_ZONE, through its clock changes', () => {
    expect(next('0 0 9 * * *', '2030-01-01T00:00:00Z', 'Europe/Berlin')).toBe('2030-01-01T08:00:00.000Z');
    expect(next('0 0 9 * * *', '2030-07-01T00:00:00Z', 'Europe/Berlin')).toBe('2030-07-01T07:00:00.000Z');
  });

  it.each(['', 'often', '* * * *', '0 0 0 L * *', '0 0 0 ? * *', '0 61 * * * *', '00:00:00', '00:99:00'])(
    '%j is refused',
    (text) => {
      expect(() => parseSchedule(text, undefined)).toThrow(`The schedule "${text}" is neither NCRONTAB`);
    },
  );

  it('names a time zone it does not know', () => {
    expect(() => parseSchedule('0 * * * * *', 'Mars/Olympus')).toThrow('The time zone "Mars/Olympus"');
  });
});
