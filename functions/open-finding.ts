import { fingerprint, type Failure } from '../shared/domain/failure';
import type { Failures } from '../shared/state/failures';

interface Deps {
  failures: Failures;
  now: () => Date;
}

type Finding = Omit<Failure, 'fingerprint' | 'subject' | 'run' | 'firstSeenAt' | 'lastSeenAt'> &
  Partial<Pick<Failure, 'subject'>>;

/** Opens, or renews, a failure that no run has met: something a trigger or a timer found. Safe to repeat. */
export function openFinding({ failures, now }: Deps, finding: Finding): Promise<void> {
  const at = now().toISOString();
  return failures.open({
    subject: null,
    ...finding,
    fingerprint: fingerprint(finding),
    run: null,
    firstSeenAt: at,
    lastSeenAt: at,
  });
}
