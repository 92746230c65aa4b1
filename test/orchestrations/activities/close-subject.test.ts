import { describe, expect, it } from '@jest/globals';
import { closeSubject } from '../../../orchestrations/activities/close-subject';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { createSubjectLife } from '../../../shared/state/subject-life';
import { memoryLedger } from '../../../shared/state/memory/memory-ledger';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { NOON, ONE_O_CLOCK, subject, subjectRow } from '../../shared/state/builders';

const ready = (readyAt: string, acceptedToReadySeconds: number) => ({
  ...EMPTY_GUEST_RECORD,
  acceptedAt: NOON,
  readyAt,
  acceptedToReadySeconds,
});

/** Closes a look that found a guest of such a record ready; gives what was measured. */
async function measured(before: unknown, after: unknown, state = 'ready'): Promise<number[]> {
  const subjects = memorySubjects();
  const guest = subject(1);
  await subjects.insert(
    subjectRow(guest, { live: true, run: 1, token: 't', seq: 1, openSeq: 1, detail: before }),
  );
  const figures: number[] = [];
  const close = closeSubject({
    life: createSubjectLife(subjects, new MemoryHintBus()),
    ledger: memoryLedger(),
    now: () => new Date(ONE_O_CLOCK),
    metrics: { record: (_name, value) => void figures.push(value) },
  });
  const life = { subject: guest, run: 1, token: 't', waitedSeconds: 0 };
  const input = { life, state, wakeAt: null, partner: null, detail: after, reason: null };
  await close(input);
  await close(input);
  return figures;
}

describe('the time from acceptance to ready', () => {
  it('is measured once, by the look that found the guest ready, also where that look is closed twice', async () => {
    expect(await measured(null, ready(ONE_O_CLOCK, 3600))).toEqual([3600]);
  });

  it('is measured again after a new acceptance, and not by looks in between', async () => {
    expect(await measured(ready(NOON, 10), ready(NOON, 10))).toEqual([]);
    expect(await measured(ready(NOON, 10), ready(ONE_O_CLOCK, 20))).toEqual([20]);
  });

  it('is not measured where the guest is not ready', async () => {
    expect(await measured(null, ready(ONE_O_CLOCK, 3600), 'held')).toEqual([]);
  });
});
