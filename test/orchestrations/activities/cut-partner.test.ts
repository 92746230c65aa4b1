import { describe, expect, it } from '@jest/globals';
import { cutPartner } from '../../../orchestrations/activities/cut-partner';
import type { CutDeps } from '../../../orchestrations/activities/cut-deps';
import { TerminalError } from '../../../shared/domain/codes';
import { groupId, guestId, partnerId } from '../../../shared/domain/ids';
import { partnerJob } from '../../../shared/domain/partner-cut';
import { openStage } from '../../../shared/domain/partner-stage';
import { memoryDocuments } from '../../../shared/state/memory/memory-documents';
import { memoryMemberOutbox } from '../../../shared/state/memory/memory-member-outbox';
import { memoryPartnerStages } from '../../../shared/state/memory/memory-partner-stages';
import { memoryPartners } from '../../../shared/state/memory/memory-partners';
import { memorySubjects } from '../../../shared/state/memory/memory-subjects';
import { guid, NOON, subject, subjectRow } from '../../shared/state/builders';
import { ACCESS_GROUP, BLOCKED_GROUP, contosoPolicy } from '../../support/contoso-policy';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { memoryPartnerBlock } from '../../support/memory-partner-block';

const life = { subject: partnerJob('contoso'), run: 1, token: 't', waitedSeconds: 0 };
const input = { life, partner: partnerId('contoso') };
const askedFor = {
  askedAt: NOON,
  who: guid(1),
  reason: 'they have gone',
  ticket: null,
  isEmergency: false,
  confirmBy: null,
  at: null,
  by: null,
  because: null,
  guests: null,
};

/** A partner of so many guests whose cut was asked for, and every call made to the directory. */
async function asked(guests: number, refusesNesting = false): Promise<CutDeps & { calls: string[] }> {
  const calls: string[] = [];
  const members = new Map<string, Set<string>>();
  const group = (id: string) => {
    members.set(id, members.get(id) ?? new Set());
    return members.get(id)!;
  };
  const block = memoryPartnerBlock({ isBlockOn: true, group }, BLOCKED_GROUP, () => undefined);
  if (refusesNesting)
    block.nest = () => Promise.reject(new TerminalError('rejected', 'no group may be a member'));
  const watched = Object.fromEntries(
    Object.entries(block).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        calls.push(name);
        return (method as (...args: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as CutDeps['block'];
  const deps: CutDeps = {
    block: watched,
    groups: {
      existing: async (groups) => [...groups],
      traitsOf: async () => undefined,
      members: async (id) => ({ users: [...group(id)].map(guestId), others: 0 }),
    },
    partners: memoryPartners(),
    stages: memoryPartnerStages(),
    subjects: memorySubjects(),
    outbox: memoryMemberOutbox(),
    documents: memoryDocuments(),
    hints: new MemoryHintBus(),
    permit: async () => undefined,
    blockedGroup: BLOCKED_GROUP,
    now: () => new Date(NOON),
  };
  await deps.partners.put(contosoPolicy(), undefined);
  await deps.stages.put({ ...openStage('contoso'), stage: 'cut', cut: askedFor }, undefined);
  for (let n = 1; n <= guests; n += 1)
    await deps.subjects.insert(subjectRow(subject(n), { partner: 'contoso', state: 'ready' }));
  return { ...deps, calls };
}

const stageOf = async (deps: CutDeps) => (await deps.stages.read('contoso'))?.value.cut;

describe('a cut', () => {
  it.each([50, 5_000])(
    'of %s guests takes two calls until nobody can sign in, and one more to see it',
    async (n) => {
      const deps = await asked(n);
      expect(await cutPartner(deps)(input)).toEqual({ kind: 'done', value: { isCut: true } });
      expect(deps.calls).toEqual(['listPolicies', 'nest', 'isNested']);
      expect(await stageOf(deps)).toMatchObject({ by: 'group', at: NOON });
      await cutPartner(deps)(input);
      expect(deps.calls).toHaveLength(3);
    },
  );

  it('that the directory refuses as a nesting goes on guest by guest, and says why', async () => {
    const deps = await asked(2, true);
    expect(await cutPartner(deps)(input)).toMatchObject({ kind: 'later', reason: 'members-pending' });
    expect((await deps.outbox.list(BLOCKED_GROUP)).map(({ value }) => value.member)).toHaveLength(2);
    const cut = await stageOf(deps);
    expect(cut).toMatchObject({ by: 'guests', at: null });
    expect(cut?.because).toContain('no group may be a member');
    expect(await deps.block.isNested(BLOCKED_GROUP, groupId(ACCESS_GROUP))).toBe(false);
  });

  it('is not made while a guest was refused a place in the blocked group; who is gone needs none', async () => {
    const deps = await asked(2, true);
    await cutPartner(deps)(input);
    const [first, second] = await deps.outbox.list(BLOCKED_GROUP);
    await deps.outbox.refuse(first!.value, first!.etag, { code: 'forbidden', message: 'the app may not' });
    await deps.outbox.refuse(second!.value, second!.etag, { code: 'not-found', message: 'is gone' });
    const answer = await cutPartner(deps)(input);
    expect(answer).toMatchObject({ kind: 'refused', code: 'cut-impossible' });
    expect(answer.kind === 'refused' && answer.message).toContain(
      '1 guest(s) can still sign in: the app may not',
    );
    expect(await cutPartner(deps)(input)).toMatchObject({ kind: 'later', reason: 'members-pending' });
  });
});
