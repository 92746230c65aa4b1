import { blockedCheck, okCheck, type JudgedCheck } from './check';

/** Whether the access group is assigned to each private app, by the object id of its service principal. */
export interface PrivateAppReading {
  id: string;
  isAssigned: boolean;
}

/**
 * Do the access group's members reach the private apps? A profile alone reaches nothing private (External user access
 * with Global Secure Access, 9 April 2026). Pure.
 */
export function judgePrivateApps(readings: readonly PrivateAppReading[]): JudgedCheck[] {
  return readings.map(({ id, isAssigned }) =>
    isAssigned
      ? okCheck('private-app', `private app ${id} is assigned to the access group`)
      : blockedCheck(
          'private-app',
          'private-app-not-assigned',
          `private app ${id} is not assigned to the access group`,
        ),
  );
}
