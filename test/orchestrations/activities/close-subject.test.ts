import { describe, expect, it } from '@jest/globals';
import { closeSubject } from '../../../orchestrations/activities/close-subject';
import { EMPTY_GUEST_RECORD, guestRecord } from '../../../shared/domain/guest-record';
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

describe('the reason a guest waits for', () => {
  it('keeps since when it is the same, over looks that find it again', async () => {
    const subjects = memorySubjects();
    const guest = subject(1);
    let at = NOON;
    const close = closeSubject({
      life: createSubjectLife(subjects, new MemoryHintBus()),
      ledger: memoryLedger(),
      now: () => new Date(at),
      metrics: { record: () => undefined },
    });
    const held = async (run: number, code: string): Promise<unknown> => {
      const stored = await subjects.read(guest);
      const row = { live: true, run, token: 't', seq: 1, openSeq: 1, detail: stored?.value.detail ?? null };
      if (stored === undefined) await subjects.insert(subjectRow(guest, row));
      else await subjects.replace({ ...stored.value, ...row }, stored.etag);
      const life = { subject: guest, run, token: 't', waitedSeconds: 0 };
      const reason = { code, message: `because of ${code}` };
      await close({ life, state: 'held', wakeAt: null, partner: null, detail: EMPTY_GUEST_RECORD, reason });
      return guestRecord((await subjects.read(guest))?.value.detail).reason?.since;
    };
    expect(await held(1, 'no-free-host')).toBe(NOON);
    at = ONE_O_CLOCK;
    expect(await held(2, 'no-free-host')).toBe(NOON);
    expect(await held(3, 'forbidden')).toBe(ONE_O_CLOCK);
  });
});
