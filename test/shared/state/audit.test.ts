import { expect, it } from '@jest/globals';
import { CHAIN_START, findBreak } from '../../../shared/domain/audit-chain';
import type { AuditFact } from '../../../shared/domain/audit-entry';
import { onBothAdapters } from './on-both-adapters';

const fact = (opId: string, changes: Partial<AuditFact> = {}): AuditFact => ({
  opId,
  at: '2026-11-25T10:00:00.000Z',
  actor: { kind: 'person', id: 'olga' },
  action: 'approve-plan',
  target: 'plan/1',
  plan: null,
  reason: 'because',
  ticket: null,
  result: 'done',
  detail: { when: new Date(0), none: undefined },
  ...changes,
});

onBothAdapters('Audit', (state) => {
  it('is empty before the first fact', async () => {
    expect(await state().audit.read(10)).toEqual([]);
  });

  it('gives back each fact with its place in the chain, the newest first, page by page', async () => {
    for (const n of [1, 2, 3, 4, 5]) await state().audit.append(fact(`op-${n}`));
    const [page, rest] = [await state().audit.read(2), await state().audit.read(10, 4)];
    expect(page.map(({ seq }) => seq)).toEqual([5, 4]);
    expect(rest.map(({ opId }) => opId)).toEqual(['op-3', 'op-2', 'op-1']);
    expect(rest.at(-1)).toMatchObject({
      previousHash: CHAIN_START,
      detail: { when: '1970-01-01T00:00:00.000Z' },
    });
    expect(findBreak([...page, ...rest].reverse())).toBeUndefined();
  });

  it('stores a fact once, however often and beside whatever it is appended', async () => {
    await state().audit.append(fact('op-1'));
    await Promise.all([1, 2, 1, 3, 2].map((n) => state().audit.append(fact(`op-${n}`))));
    const entries = await state().audit.read(10);
    expect(entries.map(({ opId }) => opId).sort()).toEqual(['op-1', 'op-2', 'op-3']);
    expect(findBreak(entries.reverse())).toBeUndefined();
  });

  it('keeps nothing but the known fields', async () => {
    await state().audit.append({ ...fact('op-1'), mail: 'not a field' } as AuditFact);
    expect((await state().audit.read(1))[0]).not.toHaveProperty('mail');
  });
});
