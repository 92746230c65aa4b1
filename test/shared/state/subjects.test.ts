import { expect, it } from '@jest/globals';
import type { SubjectRow } from '../../../shared/domain/subject-row';
import type { SubjectFilter } from '../../../shared/state/subjects';
import { NOON, subject, subjectRow } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('Subjects', (state) => {
  const listed = async (filter: SubjectFilter): Promise<string[]> => {
    const rows: SubjectRow[] = [];
    for await (const row of state().subjects.list(filter)) rows.push(row);
    return rows.map((row) => `${row.subject.kind}-${row.subject.id}`).sort();
  };
  const keyOf = (row: SubjectRow) => `${row.subject.kind}-${row.subject.id}`;

  it('knows nothing of a subject nobody wrote', async () => {
    expect(await state().subjects.read(subject(1))).toBeUndefined();
  });

  it('gives back every field of a row as it was written', async () => {
    const row = subjectRow(subject(1), {
      seq: 7,
      openSeq: 6,
      run: 3,
      token: 'token-1',
      by: '',
      wakeAt: NOON,
      deadRuns: 2,
      state: "it's held",
      partner: 'contoso',
      detail: { checks: [1, 'zwei', null, { drei: true }], empty: {} },
    });
    await state().subjects.insert(row);
    expect((await state().subjects.read(row.subject))?.value).toEqual(row);
  });

  it('takes in no second row for a subject, and leaves the first as it was', async () => {
    expect(await state().subjects.insert(subjectRow(subject(1)))).toBe('written');
    expect(await state().subjects.insert(subjectRow(subject(1), { seq: 9 }))).toBe('conflict');
    expect((await state().subjects.read(subject(1)))?.value.seq).toBe(1);
  });

  it('replaces a row once for each etag', async () => {
    await state().subjects.insert(subjectRow(subject(1)));
    const before = await state().subjects.read(subject(1));
    expect(await state().subjects.replace(subjectRow(subject(1), { seq: 2 }), before!.etag)).toBe('written');
    expect(await state().subjects.replace(subjectRow(subject(1), { seq: 3 }), before!.etag)).toBe('conflict');
    const after = await state().subjects.read(subject(1));
    expect(after?.value.seq).toBe(2);
    expect(after?.etag).not.toBe(before?.etag);
  });

  it('replaces the whole row: what was set before and is null now is null', async () => {
    const full = { token: 't', wakeAt: NOON, partner: 'contoso', detail: { long: 'x'.repeat(40_000) } };
    await state().subjects.insert(subjectRow(subject(1), full));
    const before = await state().subjects.read(subject(1));
    await state().subjects.replace(subjectRow(subject(1)), before!.etag);
    expect((await state().subjects.read(subject(1)))?.value).toEqual(subjectRow(subject(1)));
  });

  it('replaces no row that is not there', async () => {
    await state().subjects.insert(subjectRow(subject(1)));
    const { etag } = (await state().subjects.read(subject(1)))!;
    expect(await state().subjects.replace(subjectRow(subject(2)), etag)).toBe('conflict');
    expect(await state().subjects.read(subject(2))).toBeUndefined();
  });

  it('lets one of ten racing writers win, inserting and replacing', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => subjectRow(subject(1), { by: `hint-${n}` }));
    const inserted = await Promise.all(ten.map((row) => state().subjects.insert(row)));
    expect(inserted.filter((answer) => answer === 'written')).toHaveLength(1);
    const { etag } = (await state().subjects.read(subject(1)))!;
    const replaced = await Promise.all(ten.map((row) => state().subjects.replace(row, etag)));
    expect(replaced.filter((answer) => answer === 'written')).toHaveLength(1);
    const winner = `hint-${replaced.indexOf('written')}`;
    expect((await state().subjects.read(subject(1)))?.value.by).toBe(winner);
  });

  it('shares no object with its callers', async () => {
    const detail = { checks: ['a'] };
    await state().subjects.insert(subjectRow(subject(1), { detail }));
    detail.checks.push('b');
    const read = await state().subjects.read(subject(1));
    (read?.value.detail as typeof detail).checks.push('c');
    expect((await state().subjects.read(subject(1)))?.value.detail).toEqual({ checks: ['a'] });
  });

  it('lists the subjects of every key range, whatever their first digit, and none twice', async () => {
    const rows = '0123456789abcdef'
      .split('')
      .flatMap((digit) => [
        subjectRow(subject(0, 'guest', digit)),
        subjectRow(subject(0xffffffffffff, 'guest', digit)),
        subjectRow(subject(1, 'host', digit)),
      ]);
    await Promise.all(rows.map((row) => state().subjects.insert(row)));
    expect(await listed({})).toEqual(rows.map(keyOf).sort());
    const hosts = rows.filter((row) => row.subject.kind === 'host');
    expect(await listed({ kind: 'host' })).toEqual(hosts.map(keyOf).sort());
    expect(await listed({ kind: 'job' })).toEqual([]);
  });

  it('lists by kind, state, partner and live together', async () => {
    const rows = [
      subjectRow(subject(1), { state: 'held', partner: 'contoso' }),
      subjectRow(subject(2), { state: 'held', partner: 'fabrikam' }),
      subjectRow(subject(3), { state: 'held', partner: 'contoso', live: false }),
      subjectRow(subject(4), { state: 'ready', partner: 'contoso' }),
      subjectRow(subject(5, 'host'), { state: 'held', partner: 'contoso' }),
      subjectRow(subject(6), { state: 'held' }),
    ];
    await Promise.all(rows.map((row) => state().subjects.insert(row)));
    expect(await listed({ kind: 'guest', state: 'held', partner: 'contoso', live: true })).toEqual([
      keyOf(rows[0]!),
    ]);
    expect(await listed({ live: false })).toEqual([keyOf(rows[2]!)]);
    expect(await listed({ state: 'held' })).toHaveLength(5);
    expect(await listed({ partner: "o'reilly" })).toEqual([]);
  });

  it('lets a reader of a list leave early', async () => {
    await Promise.all([1, 2, 3].map((n) => state().subjects.insert(subjectRow(subject(n)))));
    for await (const row of state().subjects.list({})) {
      expect(row.live).toBe(true);
      break;
    }
    expect(await listed({})).toHaveLength(3);
  });

  it('refuses a detail that no row can hold, and says which row and how much', async () => {
    const row = subjectRow(subject(1), { detail: 'x'.repeat(450_000) });
    await expect(state().subjects.insert(row)).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'rejected',
      message: expect.stringMatching(
        /^Subjects guest-a0000000-.* was not written: its detail is 450\d{3} characters/,
      ),
    });
  });
});
