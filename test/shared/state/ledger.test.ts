import { expect, it } from '@jest/globals';
import { CHAIN_START, findBreak } from '../../../shared/domain/audit-chain';
import { ledgerFact, subject } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('Ledger', (state) => {
  it('has nothing to tell of a subject nothing happened to', async () => {
    expect(await state().ledger.read(subject(1))).toEqual([]);
  });

  it('gives back each fact with its place in the chain, the newest first', async () => {
    const evidence = { groups: ['a', { b: null }], 'ключ "ü"\n': 1.5, ['__proto__']: 'own' };
    const first = ledgerFact(subject(1), 'op-1', { evidence });
    const second = ledgerFact(subject(1), 'op-2', {
      outcome: 'refused',
      code: 'forbidden',
      message: 'no "right"',
    });
    const stored = [await state().ledger.append(first), await state().ledger.append(second)];
    expect(stored[0]).toEqual({ ...first, seq: 1, previousHash: CHAIN_START, hash: stored[0]!.hash });
    expect(stored[1]).toEqual({ ...second, seq: 2, previousHash: stored[0]!.hash, hash: stored[1]!.hash });
    expect(await state().ledger.read(subject(1))).toEqual([stored[1], stored[0]]);
  });

  it('keeps an unbroken chain over evidence that JSON changes on the way', async () => {
    const odd = { when: new Date(0), none: undefined, not: NaN, half: '\ud83d', whole: '😀' };
    await state().ledger.append(ledgerFact(subject(1), 'op-1', { evidence: odd }));
    await state().ledger.append(ledgerFact(subject(1), 'op-2', { evidence: undefined }));
    const entries = (await state().ledger.read(subject(1))).reverse();
    expect(findBreak(entries)).toBeUndefined();
    expect(entries[0]?.evidence).toEqual({
      when: '1970-01-01T00:00:00.000Z',
      not: null,
      half: '\ud83d',
      whole: '😀',
    });
    expect(entries[1]?.evidence).toBeNull();
  });

  it('stores nothing of a fact but its known fields, so that the hash can be computed again', async () => {
    const fact = { ...ledgerFact(subject(1), 'op-1'), remark: 'not a field' };
    await state().ledger.append(fact);
    const entries = await state().ledger.read(subject(1));
    expect(entries[0]).not.toHaveProperty('remark');
    expect(findBreak(entries)).toBeUndefined();
  });

  it('stores a fact once that is appended twice in a row', async () => {
    const stored = await state().ledger.append(ledgerFact(subject(1), 'op-1'));
    expect(await state().ledger.append(ledgerFact(subject(1), 'op-1'))).toEqual(stored);
    expect(await state().ledger.read(subject(1))).toEqual([stored]);
  });

  it('reads as many of the newest as it is asked for', async () => {
    for (const opId of ['op-1', 'op-2', 'op-3']) await state().ledger.append(ledgerFact(subject(1), opId));
    const seqs = async (top?: number) => (await state().ledger.read(subject(1), top)).map(({ seq }) => seq);
    expect(await seqs(0)).toEqual([]);
    expect(await seqs(1)).toEqual([3]);
    expect(await seqs(2)).toEqual([3, 2]);
    expect(await seqs(9)).toEqual([3, 2, 1]);
    expect(await seqs()).toEqual([3, 2, 1]);
  });

  it('keeps the newest first when the sequence number gets another digit', async () => {
    for (let n = 1; n <= 11; n += 1) await state().ledger.append(ledgerFact(subject(1), `op-${n}`));
    expect((await state().ledger.read(subject(1), 3)).map(({ seq }) => seq)).toEqual([11, 10, 9]);
  });

  it('keeps a chain for each subject', async () => {
    await state().ledger.append(ledgerFact(subject(1), 'op-1'));
    await state().ledger.append(ledgerFact(subject(1, 'host'), 'op-1'));
    expect(await state().ledger.read(subject(1))).toHaveLength(1);
    expect((await state().ledger.read(subject(1, 'host')))[0]).toMatchObject({
      seq: 1,
      previousHash: CHAIN_START,
    });
  });

  it('ends with 20 entries and an unbroken chain after 20 concurrent appends', async () => {
    const facts = Array.from({ length: 20 }, (_, n) =>
      ledgerFact(subject(1), `op-${n}`, { evidence: { n } }),
    );
    const stored = await Promise.all(facts.map((fact) => state().ledger.append(fact)));
    const entries = (await state().ledger.read(subject(1))).reverse();
    expect(entries).toHaveLength(20);
    expect(findBreak(entries)).toBeUndefined();
    expect(new Set(entries.map(({ opId }) => opId)).size).toBe(20);
    expect(stored.sort((a, b) => a.seq - b.seq)).toEqual(entries);
  });

  it('stores one fact once however often it is appended at the same time', async () => {
    const fact = ledgerFact(subject(1), 'op-1');
    const stored = await Promise.all(Array.from({ length: 10 }, () => state().ledger.append(fact)));
    expect(await state().ledger.read(subject(1))).toHaveLength(1);
    expect(new Set(stored.map(({ hash }) => hash)).size).toBe(1);
  });
});
