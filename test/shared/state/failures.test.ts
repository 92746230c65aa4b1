import { expect, it } from '@jest/globals';
import { failure, NOON, ONE_O_CLOCK, subject } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('Failures', (state) => {
  const open = async (fingerprint?: string) =>
    (await state().failures.list(fingerprint)).map((found) => `${found.fingerprint} ${found.key}`).sort();

  const closed = async (key: string) =>
    (await state().failures.resolve(key)).map(({ fingerprint }) => fingerprint).sort();

  it('gives back an open failure as it was', async () => {
    const opened = failure('f1', 'guest-1', {
      subject: subject(1),
      run: 'run-1',
      evidence: { seen: ['a', null] },
    });
    await state().failures.open(opened);
    expect(await state().failures.list()).toEqual([opened]);
  });

  it('keeps when a failure was first seen, and takes everything else from the newer report', async () => {
    await state().failures.open(failure('f1', 'guest-1', { evidence: { old: true } }));
    const renewed = failure('f1', 'guest-1', {
      firstSeenAt: ONE_O_CLOCK,
      lastSeenAt: ONE_O_CLOCK,
      message: 'again',
    });
    await state().failures.open(renewed);
    expect(await state().failures.list()).toEqual([{ ...renewed, firstSeenAt: NOON }]);
  });

  it('lists all, or those of one cause', async () => {
    await state().failures.open(failure('f1', 'guest-1'));
    await state().failures.open(failure('f1', 'guest-2'));
    await state().failures.open(failure('f2', 'guest-1'));
    expect(await open()).toEqual(['f1 guest-1', 'f1 guest-2', 'f2 guest-1']);
    expect(await open('f1')).toEqual(['f1 guest-1', 'f1 guest-2']);
    expect(await open('f3')).toEqual([]);
  });

  it('closes every failure of one key, whatever the cause, and says which', async () => {
    await state().failures.open(failure('f1', 'guest-1'));
    await state().failures.open(failure('f2', 'guest-1'));
    await state().failures.open(failure('f2', 'guest-2'));
    expect(await closed('guest-1')).toEqual(['f1', 'f2']);
    expect(await open()).toEqual(['f2 guest-2']);
    expect(await closed('guest-1')).toEqual([]);
  });

  it('counts anew when a failure opens after it was closed', async () => {
    await state().failures.open(failure('f1', 'guest-1'));
    await state().failures.resolve('guest-1');
    await state().failures.open(failure('f1', 'guest-1', { firstSeenAt: ONE_O_CLOCK }));
    expect((await state().failures.list())[0]?.firstSeenAt).toBe(ONE_O_CLOCK);
  });

  it('tells messages apart by any id a bus may give them', async () => {
    const keys = ['a/b', 'a\\b', 'a#b', 'a?b', 'a b', "a'b", 'a%2Fb', 'ü', '', '.', '..', 'x'.repeat(2_000)];
    for (const key of keys) await state().failures.open(failure('f1', key));
    const listed = await state().failures.list('f1');
    expect(listed.map(({ key }) => key).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, await closed(key)]).toEqual([key, ['f1']]);
  });

  it('holds one failure where six reports of it come at once', async () => {
    const reports = Array.from({ length: 6 }, (_, n) => failure('f1', 'guest-1', { message: `report ${n}` }));
    await Promise.all(reports.map((report) => state().failures.open(report)));
    expect(await open()).toEqual(['f1 guest-1']);
  });
});
