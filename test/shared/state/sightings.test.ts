import { expect, it } from '@jest/globals';
import { MOST_SIGHTINGS_A_DAY, type KeptSighting } from '../../../shared/domain/sighting';
import { guid } from './builders';
import { onBothAdapters } from './on-both-adapters';

const seen = (id: string, at = '2026-09-01T12:00:00.000Z'): KeptSighting => ({
  id,
  at,
  by: 'webhook',
  fact: 'changed',
});

onBothAdapters('Sightings', (state) => {
  it('keeps what was seen of a guest under its day', async () => {
    await state().sightings.record(guid(1), [seen('a'), seen('b', '2026-09-02T00:00:01.000Z')]);
    expect(await state().sightings.from('2026-09-02')).toEqual([
      {
        day: '2026-09-02',
        guest: guid(1),
        sightings: [seen('b', '2026-09-02T00:00:01.000Z')],
        leftOut: 0,
      },
    ]);
    expect(await state().sightings.from('2026-09-01')).toHaveLength(2);
  });

  it('keeps one sighting once, however often it is reported', async () => {
    for (const batch of [['a'], ['a', 'b'], ['b']])
      await state().sightings.record(
        guid(1),
        batch.map((id) => seen(id)),
      );
    const [kept] = await state().sightings.from('2026-09-01');
    expect(kept?.sightings.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('bounds a day of one guest and counts what is beyond', async () => {
    const many = Array.from({ length: MOST_SIGHTINGS_A_DAY + 7 }, (_, n) => seen(`s${n}`));
    await state().sightings.record(guid(1), many);
    const [kept] = await state().sightings.from('2026-09-01');
    expect(kept).toMatchObject({ leftOut: 7 });
    expect(kept?.sightings).toHaveLength(MOST_SIGHTINGS_A_DAY);
  });

  it('forgets the days before a day, and no other', async () => {
    await state().sightings.record(guid(1), [seen('a'), seen('b', '2026-09-03T00:00:00.000Z')]);
    expect(await state().sightings.purgeBefore('2026-09-03', 100)).toBe(1);
    expect(await state().sightings.purgeBefore('2026-09-03', 100)).toBe(0);
    expect((await state().sightings.from('2026-01-01')).map(({ day }) => day)).toEqual(['2026-09-03']);
  });

  it('loses nothing of what several report at once', async () => {
    await Promise.all(['a', 'b', 'c'].map((id) => state().sightings.record(guid(1), [seen(id)])));
    const [kept] = await state().sightings.from('2026-09-01');
    expect(kept?.sightings.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
  });
});
