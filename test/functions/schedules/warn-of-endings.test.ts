import type { InvocationContext } from '@azure/functions';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { warnOfEndings } from '../../../functions/schedules/warn-of-endings';
import type { PackageAssignment } from '../../../shared/clients/access-endings';
import { TerminalError } from '../../../shared/domain/codes';
import { refused, type Stop } from '../../../shared/domain/outcome';
import { memoryInvitedGuests } from '../../../shared/state/memory/memory-invited-guests';
import { memoryNoticeOutbox } from '../../../shared/state/memory/memory-notice-outbox';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import { contosoPolicy, type PolicyChanges } from '../../support/contoso-policy';
import { guid, NOON, subject, subjectRow } from '../../shared/state/builders';

const SPONSOR = guid(9, 'b');
const told = { notices: { sponsor: 'mail' }, sponsor: SPONSOR };
const inDays = (days: number) => new Date(Date.parse(NOON) + days * 86_400_000).toISOString();

function setUp() {
  const assignments: PackageAssignment[] = [];
  const said: string[] = [];
  const bans = new Map<string, Stop>();
  const state = { asked: 0, trouble: undefined as Error | undefined };
  const deps = {
    accessEndings: {
      listAssignments: async () => {
        state.asked += 1;
        if (state.trouble) throw state.trouble;
        return assignments;
      },
    },
    subjects: memorySubjects(),
    partners: memoryPartners(),
    invitedGuests: memoryInvitedGuests(),
    noticeOutbox: memoryNoticeOutbox(),
    permit: async (_partner: string, guest: string | null) => bans.get(guest ?? ''),
    digestHours: 24,
    now: () => new Date(NOON),
  };
  const context = { warn: (line: string) => void said.push(line) } as unknown as InvocationContext;
  return { assignments, said, bans, state, deps, tick: () => warnOfEndings(deps)(context) };
}

let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

const apply = (changes: PolicyChanges = told) => world.deps.partners.put(contosoPolicy(changes), undefined);
async function guest(n: number, endsAt: string | null, changes: Parameters<typeof subjectRow>[1] = {}) {
  await world.deps.subjects.insert(
    subjectRow(subject(n), { state: 'ready', partner: 'contoso', ...changes }),
  );
  world.assignments.push({ user: guid(n), endsAt });
}
const waiting = async () => (await world.deps.noticeOutbox.waiting()).map(({ value }) => value);

describe('the daily look at what Entra is about to end', () => {
  it('tells the sponsor with the next digest, once for each end', async () => {
    await apply();
    await guest(1, inDays(10));
    await world.tick();
    await world.tick();
    expect(await waiting()).toMatchObject([
      {
        kind: 'sponsor-leaving',
        guest: guid(1),
        to: SPONSOR,
        cause: { code: 'ends-at', message: inDays(10) },
        dueAt: '2026-09-02T06:00:00.000Z',
      },
    ]);
    world.assignments.splice(0, 1, { user: guid(1), endsAt: inDays(13) });
    await world.tick();
    expect(await waiting()).toHaveLength(2);
  });

  it('says nothing of who has nothing to lose, is no guest of a partner, or must not be written for', async () => {
    await apply();
    await guest(1, inDays(30));
    await guest(2, inDays(2), { state: 'removed' });
    await guest(3, inDays(2), { partner: 'fabrikam' });
    await guest(4, inDays(2));
    world.assignments.push({ user: guid(5), endsAt: inDays(2) });
    world.bans.set(guid(4), refused('excluded', 'the exclusion list names it'));
    await world.tick();
    expect(await waiting()).toEqual([]);
  });

  it('asks nobody where no policy tells a sponsor', async () => {
    await apply({ notices: { guest: 'mail' }, sponsor: SPONSOR });
    await world.tick();
    expect(world.state.asked).toBe(0);
  });

  it('tells nobody where it may not be read, and says so in the log', async () => {
    await apply();
    await guest(1, inDays(2));
    world.state.trouble = new TerminalError('forbidden', 'answered 403');
    await world.tick();
    expect(await waiting()).toEqual([]);
    expect(world.said).toHaveLength(1);
  });
});
