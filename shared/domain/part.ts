import type { SubjectKind } from './subject';

/** What one app of an installation is: the two parts apart, or both in one process. */
export const PARTS = ['all', 'runtime', 'offboarding'] as const;
export type Part = (typeof PARTS)[number];

/** Whose runs a part holds: orchestrators and activities meet only inside one task hub, so no kind is in both. Pure. */
export function kindsOf(part: Part): readonly SubjectKind[] {
  switch (part) {
    case 'all':
      return ['guest', 'host', 'group', 'job', 'order', 'replay'];
    case 'runtime':
      return ['guest', 'host', 'group', 'job', 'replay'];
    case 'offboarding':
      return ['order'];
  }
}
