import { expect, it } from '@jest/globals';
import { guid, subject } from './builders';
import { planRecord } from './plan-record-builder';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('Plans', (state) => {
  it('keeps a record and lets only the holder of its ETag change it', async () => {
    const record = planRecord();
    expect(await state().plans.read(record.id)).toBeUndefined();
    expect(await state().plans.insert(record)).toBe('written');
    expect(await state().plans.insert(record)).toBe('conflict');
    const stored = await state().plans.read(record.id);
    expect(stored?.value).toEqual(record);
    const paused = { ...record, state: 'paused' as const };
    expect(await state().plans.replace(paused, stored!.etag)).toBe('written');
    expect(await state().plans.replace(record, stored!.etag)).toBe('conflict');
    expect((await state().plans.read(record.id))?.value.state).toBe('paused');
  });

  it('tells whether a plan names somebody', async () => {
    const [id, other] = [guid(1), guid(2)];
    const subjects = Array.from({ length: 250 }, (_, n) => subject(n));
    await state().plans.addSubjects(id, subjects);
    await state().plans.addSubjects(id, subjects.slice(0, 3));
    expect(await state().plans.names(id, subject(249))).toBe(true);
    expect(await state().plans.names(id, subject(250))).toBe(false);
    expect(await state().plans.names(other, subject(1))).toBe(false);
    expect(await state().plans.list()).toEqual([]);
  });

  it('lists all records', async () => {
    for (const n of [1, 2, 3]) await state().plans.insert(planRecord({ id: guid(n) }));
    expect((await state().plans.list()).map(({ id }) => id).sort()).toEqual([1, 2, 3].map((n) => guid(n)));
  });
});
