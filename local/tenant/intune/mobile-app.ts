import { collection } from '../core/store';

export type AppIntent = 'required' | 'available' | 'uninstall' | 'availableWithoutEnrollment';

export interface AppAssignment {
  id: string;
  intent: AppIntent;
  targetType: string;
  /** Null for targets that name no group. */
  groupId: string | null;
  settings: unknown;
  assignedAtMs: number;
}

/** An Intune Win32 app. */
export interface MobileApp {
  id: string;
  displayName: string;
  publisher: string;
  version: string;
  assignments: AppAssignment[];
  createdAtMs: number;
}

export const mobileApps = collection<MobileApp>('mobileApps');
