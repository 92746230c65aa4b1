import { fingerprint } from '../../shared/domain/failure';
import { done } from '../../shared/domain/outcome';
import { runId, subjectKey } from '../../shared/domain/subject';
import type { Failures } from '../../shared/state/failures';
import type { Act } from './activity';

interface Deps {
  failures: Failures;
  now: () => Date;
}

/** Opens, or renews, the failure of the run's subject. One open failure per subject and fingerprint. Safe to repeat. */
export const recordFailure =
  ({ failures, now }: Deps): Act<'recordFailure'> =>
  async ({ life, ...cause }) => {
    const flow = life.subject.kind;
    const print = fingerprint({ flow, ...cause });
    const at = now().toISOString();
    await failures.open({
      ...cause,
      fingerprint: print,
      flow,
      subject: life.subject,
      key: subjectKey(life.subject),
      run: runId(life.subject, life.run),
      firstSeenAt: at,
      lastSeenAt: at,
      evidence: null,
    });
    return done({ fingerprint: print });
  };
