import { randomUUID } from 'node:crypto';
import type { InvocationContext } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import type { Runs } from '../../shared/clients/runs';
import { hintFor } from '../../shared/domain/hint';
import { kindsOf } from '../../shared/domain/part';
import { runId, subjectKey, type SubjectKind } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import { onWatch, type InstanceFacts } from '../../shared/domain/watch';
import type { Failures } from '../../shared/state/failures';
import type { Ledger } from '../../shared/state/ledger';
import type { Subjects } from '../../shared/state/subjects';
import { openCrash, openDeath } from './open-death';

interface Deps {
  subjects: Subjects;
  hints: HintBus;
  failures: Failures;
  ledger: Ledger;
  now: () => Date;
}

const KEEP_COMPLETED_MS = 7 * 24 * 3_600_000;

/**
 * The alarm's alarm: looks at every subject of `kinds` and starts what was minted and never started, replaces runs that
 * died, rings alarms the broker forgot. Trouble with one subject is logged and holds nobody else up. Safe to repeat.
 */
export const watchRuns =
  (deps: Deps, kinds: readonly SubjectKind[] = kindsOf('all')) =>
  async (context: InvocationContext, runs: Runs): Promise<void> => {
    for await (const row of deps.subjects.list({})) {
      if (!kinds.includes(row.subject.kind)) continue;
      try {
        await watchOne(deps, runs, row);
      } catch (error) {
        context.warn(`Could not look after ${subjectKey(row.subject)}; the next tick tries again`, error);
      }
    }
    const before = new Date(deps.now().getTime() - KEEP_COMPLETED_MS).toISOString();
    const purged = await runs.purgeCompleted(before);
    if (purged > 0) context.info(`Forgot ${purged} instance(s) completed before ${before}`);
  };

async function watchOne(deps: Deps, runs: Runs, row: SubjectRow): Promise<void> {
  const instance = row.live ? await runs.read(runId(row.subject, row.run)) : 'missing';
  const decision = onWatch(row, instance, deps.now().getTime(), randomUUID());
  switch (decision.kind) {
    case 'nothing':
      return;
    case 'hint':
      return deps.hints.send([hintFor(row.subject, randomUUID())]);
    case 'start':
      return runs.start(row.subject, decision.run);
    case 'replace':
    case 'give-up':
      return replaceDead(deps, runs, row, instance);
  }
}

/**
 * Ends the dead run and mints the next, from the row as it is stored now: the listed one may be old. The new run
 * is started by the next tick, when no activity of the dead one can still be at work (docs/adr/0002).
 */
async function replaceDead(
  deps: Deps,
  runs: Runs,
  listed: SubjectRow,
  instance: InstanceFacts,
): Promise<void> {
  await runs.terminate(runId(listed.subject, listed.run), 'no sign of life; another run takes over');
  const stored = await deps.subjects.read(listed.subject);
  if (stored?.value.run !== listed.run || stored.value.token !== listed.token) return;
  const decision = onWatch(stored.value, instance, deps.now().getTime(), randomUUID());
  if (decision.kind !== 'replace' && decision.kind !== 'give-up') return;
  if ((await deps.subjects.replace(decision.row, stored.etag)) === 'conflict') return;
  await openDeath(deps, listed, instance);
  if (decision.kind === 'give-up') await openCrash(deps, listed, instance);
}
