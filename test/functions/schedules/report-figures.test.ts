import { describe, expect, it } from '@jest/globals';
import type { InvocationContext } from '@azure/functions';
import { reportFigures } from '../../../functions/schedules/report-figures';
import type { MetricName } from '../../../shared/clients/metrics';
import { groupId } from '../../../shared/domain/ids';
import { freshSweep } from '../../../shared/domain/sweep-cursor';
import { memoryCursors } from '../../../shared/state/memory/memory-cursors';
import { memoryFailures } from '../../../shared/state/memory/memory-failures';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import { memorySubscriptionRecords } from '../../../shared/state/memory/memory-subscription-records';
import { failure, guid, policy, subject, subjectRow } from '../../shared/state/builders';

const NOW = new Date('2026-09-01T12:00:00.000Z');

function setUp() {
  const recorded: Partial<Record<MetricName, number>> = {};
  const said: string[] = [];
  let flushed = 0;
  const deps = {
    subjects: memorySubjects(),
    failures: memoryFailures(),
    cursors: memoryCursors(),
    partners: memoryPartners(),
    subscriptionRecords: memorySubscriptionRecords(),
    notificationUrl: 'https://example.test',
    now: () => NOW,
    metrics: {
      record: (name: MetricName, value: number) => void (recorded[name] = value),
      flush: async () => void (flushed += 1),
    },
  };
  const context = { info: (line: string) => void said.push(line) } as unknown as InvocationContext;
  return { deps, recorded, said, tick: () => reportFigures(deps)(context), flushes: () => flushed };
}

describe('reportFigures', () => {
  it('says the same again while a failure is open, and less when it is gone', async () => {
    const { deps, recorded, tick } = setUp();
    await deps.failures.open(failure('f', 'a'));
    await tick();
    await tick();
    expect(recorded['gatehouse.open_failures']).toBe(1);
    await deps.failures.resolve('a');
    await tick();
    expect(recorded['gatehouse.open_failures']).toBe(0);
  });

  it('counts guests for whom something is not read back yet, and nobody else', async () => {
    const { deps, recorded, tick } = setUp();
    const states = ['working', 'working', 'ready', 'held'];
    for (const [index, state] of states.entries())
      await deps.subjects.insert(subjectRow(subject(index + 1), { state }));
    await tick();
    expect(recorded['gatehouse.unconfirmed_steps']).toBe(2);
  });

  it('takes the slowest sweep, and says nothing of a sweep that has not run', async () => {
    const { deps, recorded, tick, said, flushes } = setUp();
    await tick();
    expect(recorded).not.toHaveProperty('gatehouse.sweep_lag');
    const group = groupId(guid(1));
    const admitWhen = { rule: 'eligibility-group' as const, group };
    await deps.partners.put({ ...policy('contoso'), admitWhen }, undefined);
    for (const [name, minutes] of [
      ['users', 3],
      [`group-${group}`, 40],
    ] as const) {
      const at = new Date(NOW.getTime() - minutes * 60_000).toISOString();
      const detail = { ...freshSweep(at), lastRoundStartedAt: at, lastRoundEndedAt: at };
      await deps.cursors.save({ name, savedAt: at, detail }, undefined);
    }
    await tick();
    expect(recorded['gatehouse.sweep_lag']).toBe(2400);
    expect(said.at(-1)).toBe(
      'figures {"openFailures":0,"unconfirmedSteps":0,"sweepLagSeconds":2400,"isWell":false}',
    );
    expect(flushes()).toBe(2);
  });
});
