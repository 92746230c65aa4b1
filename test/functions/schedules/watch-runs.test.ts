import { InvocationContext } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { watchRuns } from '../../../functions/schedules/watch-runs';
import type { InstanceFacts } from '../../../shared/domain/watch';
import { ledgerFact, NOON, ONE_O_CLOCK, subject, subjectRow } from '../../shared/state/builders';
import { memoryState } from '../../shared/state/on-both-adapters';
import { MemoryHintBus } from '../../support/memory-hint-bus';

const GUEST = subject(1);

/** Ticks once over a live run whose instance the engine tells so about. */
async function tick(instance: InstanceFacts, deadRuns = 0) {
  const state = memoryState();
  await state.subjects.insert(subjectRow(GUEST, { token: 'token', run: 4, deadRuns, partner: 'contoso' }));
  await state.ledger.append(ledgerFact(GUEST, 'op-1', { evidence: { changed: true } }));
  const watch = watchRuns({ ...state, hints: new MemoryHintBus(), now: () => new Date(ONE_O_CLOCK) });
  await watch(new InvocationContext(), {
    start: () => Promise.resolve(),
    read: () => Promise.resolve(instance),
    terminate: () => Promise.resolve(),
    purgeCompleted: () => Promise.resolve(0),
  });
  return state.failures.list();
}

describe('the watchman opens a failure for a run', () => {
  it.each([
    ['that vanished', 'missing', 'vanished'],
    ['that shows no progress', { running: true, updatedAt: NOON }, 'hanging'],
    ['that the engine ended', { running: false, updatedAt: ONE_O_CLOCK }, 'engine-failed'],
  ] as const)('%s, with what its ledger saw last', async (_what, instance, code) => {
    expect(await tick(instance)).toMatchObject([
      {
        code,
        subject: GUEST,
        partner: 'contoso',
        run: `guest-${GUEST.id}-4`,
        evidence: { seen: { step: 'ensureMember', evidence: { changed: true } }, instance },
      },
    ]);
  });

  it('that was the third to die, beside how it died', async () => {
    const codes = (await tick('missing', 2)).map(({ code }) => code);
    expect(codes.sort()).toEqual(['crashed', 'vanished']);
  });

  it('only where it is dead', async () => {
    expect(await tick({ running: true, updatedAt: ONE_O_CLOCK })).toEqual([]);
  });
});
