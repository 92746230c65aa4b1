import type { HintBus } from '../clients/hint-bus';
import { hintFor, type Hint } from '../domain/hint';
import { runId, subjectKey, type Subject } from '../domain/subject';
import { onClose, onFence, onHint, onOpen, type Closing, type SubjectRow } from '../domain/subject-row';
import type { Subjects, Versioned } from './subjects';

/** One execution of one run: who asks, and for how long it has waited inside its step. */
export interface Execution {
  subject: Subject;
  run: number;
  token: string;
  waitedSeconds: number;
}

/**
 * One life per subject, no hint lost (design, section 9): the row is the lock, every write is conditional,
 * and every operation is safe to repeat.
 */
export interface SubjectLife {
  /** Takes a hint in; gives the run its sender must start now, or null. */
  takeHint(hint: Hint): Promise<number | null>;
  /** Opens the run for this execution; undefined = stale, end without an effect. */
  open(execution: Execution): Promise<SubjectRow | undefined>;
  /** May this execution still act? Asked before every effect. */
  fence(execution: Execution): Promise<'proceed' | 'stale' | 'superseded'>;
  /** Closes the row with what `closing` makes of it, then speaks. False = it was not this execution's to close. */
  close(execution: Execution, closing: (row: SubjectRow) => Closing): Promise<boolean>;
}

/** Conflicts are other writers' progress; so many in a row mean something is badly wrong. */
const MOST_CONFLICTS = 50;

export function createSubjectLife(subjects: Subjects, hints: HintBus): SubjectLife {
  return {
    takeHint: (hint) => {
      const subject = { kind: hint.kind, id: hint.id };
      return untilWritten(subject, async () => {
        const stored = await subjects.read(subject);
        const decision = onHint(stored?.value, subject, hint.hintId);
        if (decision.kind === 'nothing') return { result: null };
        if (decision.kind === 'start') return { result: decision.run };
        return { written: await write(subjects, stored, decision.row), result: decision.startRun };
      });
    },
    open: ({ subject, run, token }) =>
      untilWritten(subject, async () => {
        const stored = await subjects.read(subject);
        const decision = onOpen(stored?.value, run, token);
        if (decision.kind === 'stale') return { result: undefined };
        return { written: await write(subjects, stored, decision.row), result: decision.row };
      }),
    fence: async ({ subject, run, token, waitedSeconds }) =>
      onFence((await subjects.read(subject))?.value, run, token, waitedSeconds),
    close: async (execution, closing) => {
      const { subject, run, token } = execution;
      const said = await untilWritten(subject, async () => {
        const stored = await subjects.read(subject);
        if (stored === undefined) return { result: undefined };
        const decision = onClose(stored.value, run, token, closing(stored.value));
        if (decision?.row === undefined) return { result: decision };
        return { written: await write(subjects, stored, decision.row), result: decision };
      });
      if (said === undefined) return false;
      const id = runId(subject, run);
      if (said.hintNow) await hints.send([hintFor(subject, `${id}-again`)]);
      if (said.hintAt !== null) await hints.send([hintFor(subject, `${id}-alarm`)], said.hintAt);
      return true;
    },
  };
}

function write(
  subjects: Subjects,
  stored: Versioned<SubjectRow> | undefined,
  row: SubjectRow,
): Promise<'written' | 'conflict'> {
  return stored === undefined ? subjects.insert(row) : subjects.replace(row, stored.etag);
}

async function untilWritten<T>(
  subject: Subject,
  attempt: () => Promise<{ written?: 'written' | 'conflict'; result: T }>,
): Promise<T> {
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
    const { written, result } = await attempt();
    if (written !== 'conflict') return result;
  }
  throw new Error(
    `The row of ${subjectKey(subject)} changed under ${MOST_CONFLICTS} writes in a row; look for a loop of hints`,
  );
}
