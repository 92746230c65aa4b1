import { fingerprint } from '../../shared/domain/failure';
import { lastEvidence, partnerSeen } from '../../shared/domain/last-evidence';
import { done } from '../../shared/domain/outcome';
import { runId, subjectKey } from '../../shared/domain/subject';
import type { Failures } from '../../shared/state/failures';
import type { Ledger } from '../../shared/state/ledger';
import type { Act } from './activity';

interface Deps {
  failures: Failures;
  ledger: Ledger;
  now: () => Date;
}

/** Enough for the steps of a run or two. */
const ENTRIES = 20;

/**
 * Opens, or renews, the failure of the run's subject, with the last evidence out of the ledger: so it can be
 * understood when the engine has forgotten the run. One open failure per subject and fingerprint. Safe to repeat.
 */
export const recordFailure =
  ({ failures, ledger, now }: Deps): Act<'recordFailure'> =>
  async ({ life, ...cause }) => {
    const flow = life.subject.kind;
    const print = fingerprint({ flow, ...cause });
    const entries = await ledger.read(life.subject, ENTRIES);
    const at = now().toISOString();
    await failures.open({
      ...cause,
      partner: cause.partner ?? partnerSeen(entries),
      fingerprint: print,
      flow,
      subject: life.subject,
      key: subjectKey(life.subject),
      run: runId(life.subject, life.run),
      firstSeenAt: at,
      lastSeenAt: at,
      evidence: lastEvidence(entries),
    });
    return done({ fingerprint: print });
  };
