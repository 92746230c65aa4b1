import { describe, expect, it } from '@jest/globals';
import { hintPartner } from '../../../orchestrations/activities/hint-partner';
import { partnerId } from '../../../shared/domain/ids';
import { partnerJob } from '../../../shared/domain/partner-cut';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import { guid, subject, subjectRow } from '../../shared/state/builders';
import { MemoryHintBus } from '../../support/memory-hint-bus';

const life = { subject: partnerJob('contoso'), run: 1, token: 't', waitedSeconds: 0 };

/** Whom a cut of contoso tells, of guests of contoso, of another partner and of nobody known yet. */
async function told(only: 'all' | 'live' | 'working'): Promise<string[]> {
  const subjects = memorySubjects();
  const rows = [
    subjectRow(subject(1), { partner: 'contoso', live: true, state: 'working' }),
    subjectRow(subject(2), { partner: null, live: true }),
    subjectRow(subject(3), { partner: 'fabrikam', live: true }),
    subjectRow(subject(4), { partner: 'contoso', live: false, state: 'ready' }),
    subjectRow(subject(5), { partner: null, live: false }),
  ];
  for (const row of rows) await subjects.insert(row);
  const hints = new MemoryHintBus();
  const input = { life, partner: partnerId('contoso'), after: '', only };
  expect(await hintPartner({ subjects, hints })(input)).toEqual({ kind: 'done', value: { next: null } });
  return hints.said.map(({ hint }) => hint.id);
}

describe('the word of a cut', () => {
  it.each([
    ['all', [1, 4]],
    ['live', [1, 2]],
    ['working', [1]],
  ] as const)(
    'to %s reaches the partner’s, and a run that is letting in somebody unknown, and nobody else',
    async (only, guests) => {
      expect(await told(only)).toEqual(guests.map((n) => guid(n)));
    },
  );
});
