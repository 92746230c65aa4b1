import { subjectKey, type Subject } from '../../shared/domain/subject';
import { FORGET_ENTRIES, forgetFact } from '../../shared/domain/forgotten-entries';
import type { Failures } from '../../shared/state/failures';
import type { Ledger } from '../../shared/state/ledger';
import type { Plans } from '../../shared/state/plans';
import type { Subjects } from '../../shared/state/subjects';
import type { Expiry } from './expiry';
import { plansUnderWay } from './plans-under-way';

export interface PurgeLedgersDeps {
  ledger: Ledger;
  subjects: Subjects;
  failures: Failures;
  plans: Plans;
  now: () => Date;
}

/** So many days longer a ledger is left alone, so that it is shortened once a month and not every night. */
const GRACE_MS = 30 * 86_400_000;

/**
 * Forgets what ledgers say of the time before `before`. An entry is added first that says up to where, so that whoever
 * verifies the chain tells this from a loss; it is the newest, so no ledger ends up empty. Subjects whose run goes on, that
 * have an open failure or that a plan under way names are left for another night. One call goes through all of them.
 */
export const purgeLedgers =
  (deps: PurgeLedgersDeps): Expiry['purge'] =>
  async (before, most) => {
    const overdue = new Date(Date.parse(before) - GRACE_MS).toISOString();
    const isNeeded = await needs(deps);
    let purged = 0;
    let after = '';
    for (;;) {
      const subjects = await deps.ledger.subjectsOlderThan(overdue, after, most);
      for (const subject of subjects)
        if (!(await isNeeded(subject))) purged += await forget(deps, subject, before);
      const last = subjects.at(-1);
      if (last === undefined || subjects.length < most) return { purged, isMore: false };
      after = subjectKey(last);
    }
  };

async function forget({ ledger, now }: PurgeLedgersDeps, subject: Subject, before: string): Promise<number> {
  const last = await ledger.newestBefore(subject, before);
  const [newest] = await ledger.read(subject, 1);
  if (last === undefined || newest === undefined) return 0;
  // All that is left is the word about what was forgotten.
  if (last.step === FORGET_ENTRIES && last.seq === newest.seq) return 0;
  await ledger.append(forgetFact(subject, last, now()));
  return ledger.removeUpTo(subject, last.seq);
}

async function needs({
  subjects,
  failures,
  plans,
}: PurgeLedgersDeps): Promise<(subject: Subject) => Promise<boolean>> {
  const open = await failures.list();
  const failed = new Set(open.flatMap((one) => (one.subject === null ? [] : [subjectKey(one.subject)])));
  const underWay = await plansUnderWay(plans);
  return async (subject) => {
    if (failed.has(subjectKey(subject))) return true;
    if ((await subjects.read(subject))?.value.live === true) return true;
    for (const { id } of underWay) if (await plans.names(id, subject)) return true;
    return false;
  };
}
