import { fingerprint } from '../../shared/domain/failure';
import { HOLDS } from '../../shared/domain/holds';
import { lastEvidence, partnerSeen } from '../../shared/domain/last-evidence';
import { runId, subjectKey } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { deathOf, type Death, type InstanceFacts } from '../../shared/domain/watch';
import type { Failures } from '../../shared/state/failures';
import type { Ledger } from '../../shared/state/ledger';

interface Deps {
  failures: Failures;
  ledger: Ledger;
  now: () => Date;
}

/** Enough for the steps of a run or two. */
const ENTRIES = 20;

const DEATHS: Readonly<Record<Death, string>> = {
  vanished: 'the engine does not know the run any more, and it never closed',
  hanging: 'the run showed no progress for half an hour',
  'engine-failed': 'the engine ended the run before it closed',
};
const FIX =
  'Nothing at first: another run takes over within minutes, and closes this. Where it stays open, read the log of the run.';

/** A run died: a failure that stays open until a later run finds the subject's state to be right. Safe to repeat. */
export function openDeath(deps: Deps, row: SubjectRow, instance: InstanceFacts): Promise<void> {
  const death = deathOf(instance);
  const message = `run number ${row.run} died: ${DEATHS[death]}`;
  return open(deps, row, { code: death, message, fix: FIX }, instance);
}

/** The third death in a row: nobody tries again by itself. Safe to repeat. */
export function openCrash(deps: Deps, row: SubjectRow, instance: InstanceFacts): Promise<void> {
  const message = `three runs in a row died without closing, the last was number ${row.run} (${deathOf(instance)})`;
  return open(deps, row, { code: 'crashed', message, fix: HOLDS.crashed.fix }, instance);
}

async function open(
  { failures, ledger, now }: Deps,
  { subject, run, partner }: SubjectRow,
  said: { code: string; message: string; fix: string },
  instance: InstanceFacts,
): Promise<void> {
  const cause = { flow: subject.kind, step: 'run', code: said.code, resource: subject.kind };
  const entries = await ledger.read(subject, ENTRIES);
  const at = now().toISOString();
  await failures.open({
    ...cause,
    ...said,
    fingerprint: fingerprint(cause),
    subject,
    key: subjectKey(subject),
    partner: partner ?? partnerSeen(entries),
    run: runId(subject, run),
    firstSeenAt: at,
    lastSeenAt: at,
    evidence: { ...lastEvidence(entries), instance },
  });
}
