import { describe, expect, it } from '@jest/globals';
import { DESKTOP_APPS } from '../../../shared/domain/desktop-apps';
import { judgeSignIns } from '../../../shared/domain/judge-sign-ins';
import { guid } from '../state/builders';

const CUT = '2026-09-01T08:00:00Z';
const REMOVED = '2026-09-01T12:00:00Z';
const GUESTS = new Set([guid(1)]);
const success = (hour: number, app: string, user = guid(1)) => ({
  user,
  at: `2026-09-01T${String(hour).padStart(2, '0')}:30:00Z`,
  apps: [app],
});
const DESKTOP = DESKTOP_APPS[0]!;
const OTHER = guid(9);
const judge = (successes: Parameters<typeof judgeSignIns>[0], isAccountKept = false) =>
  judgeSignIns(successes, GUESTS, { cutAt: CUT, removedAt: REMOVED, isAccountKept });

describe('the sign-in log after an offboarding', () => {
  it.each<[string, Parameters<typeof judgeSignIns>[0], boolean, boolean | null]>([
    ['that cannot be read proves nothing', undefined, false, null],
    ['without a sign-in is good', [], false, true],
    ['with a sign-in to a desktop is bad', [success(9, DESKTOP)], false, false],
    ['with one to a desktop is bad where accounts are kept, too', [success(9, DESKTOP)], true, false],
    ['with one to something else before the removal is not bad', [success(9, OTHER)], false, true],
    ['with one after the removal is bad where accounts are ended', [success(13, OTHER)], false, false],
    ['with one after the removal is not bad where they are kept', [success(13, OTHER)], true, true],
    ['with one before the cut says nothing of the cut', [success(7, DESKTOP)], false, true],
    ['with one of somebody else says nothing of the guests', [success(9, DESKTOP, guid(2))], false, true],
  ])('%s', (_name, successes, isAccountKept, isGood) => {
    expect(judge(successes, isAccountKept).isGood).toBe(isGood);
  });

  it('is told with figures and the time of the last one', () => {
    expect(judge([success(9, DESKTOP), success(10, OTHER)]).observed).toBe(
      '2 successful sign-in(s) of removed guests since the cut, 1 of them to a desktop, 0 after the removal, the last at 2026-09-01T10:30:00Z',
    );
  });
});
