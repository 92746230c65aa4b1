import { expect, it } from '@jest/globals';
import { guestId, hostId } from '../../../shared/domain/ids';
import { guid, hostRecord, leaseOf, NOON } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('HostRecords', (state) => {
  it('knows nothing of a host nobody recorded', async () => {
    expect(await state().hosts.read(hostId(guid(1, 'b')))).toBeUndefined();
    expect(await state().hosts.list()).toEqual([]);
    expect(await state().hosts.leasedTo(guestId(guid(1)))).toEqual([]);
  });

  it('gives back every field of a record as it was written', async () => {
    const record = hostRecord(1, {
      target: { kind: 'vm', vmResourceId: '/subscriptions/1/vm', sessionHostId: '/subscriptions/1/host' },
      lease: leaseOf(1),
      wanted: {
        version: '2.1.0',
        installerUrl: 'https://a.example',
        sha256: 'f',
        intuneAppId: null,
        startVm: 'window',
        window: { timeZone: 'Europe/Amsterdam', days: ['sat'], from: '22:00', to: '04:00' },
      },
      proved: { version: '2.0.0', at: NOON },
      os: { build: '26200.6725', edition: 'Enterprise' },
      waiting: [guestId(guid(1)), guestId(guid(2))],
      notBefore: NOON,
      isStartedByUs: true,
      isRestartPending: true,
      refused: { version: '2.1.0', code: 'client-failed', message: 'exit code 1603' },
    });
    await state().hosts.insert(record);
    expect((await state().hosts.read(record.host))?.value).toEqual(record);
  });

  it('gives a host to one of ten guests who want it at the same time', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => hostRecord(1, { lease: leaseOf(n) }));
    const answers = await Promise.all(ten.map((record) => state().hosts.insert(record)));
    expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
    expect((await state().hosts.list())[0]?.lease).toEqual(leaseOf(answers.indexOf('written')));
  });

  it('replaces a record once for each etag, and none that is not there', async () => {
    await state().hosts.insert(hostRecord(1));
    const { etag } = (await state().hosts.read(hostRecord(1).host))!;
    expect(await state().hosts.replace(hostRecord(1, { lease: leaseOf(1) }), etag)).toBe('written');
    expect(await state().hosts.replace(hostRecord(1, { lease: leaseOf(2) }), etag)).toBe('conflict');
    expect(await state().hosts.replace(hostRecord(2), etag)).toBe('conflict');
    expect(await state().hosts.list()).toEqual([hostRecord(1, { lease: leaseOf(1) })]);
  });

  it('finds the hosts leased to a guest, with the etag of the next write', async () => {
    await state().hosts.insert(hostRecord(1, { lease: leaseOf(1) }));
    await state().hosts.insert(hostRecord(2, { lease: leaseOf(2) }));
    await state().hosts.insert(
      hostRecord(3, { lease: { kind: 'dirty', lastPartner: null, lastGuest: guestId(guid(1)), at: NOON } }),
    );
    await state().hosts.insert(hostRecord(4));
    const [found, ...others] = await state().hosts.leasedTo(guestId(guid(1)));
    expect(others).toEqual([]);
    expect(found?.value).toEqual(hostRecord(1, { lease: leaseOf(1) }));
    expect(await state().hosts.replace(hostRecord(1), found!.etag)).toBe('written');
    expect(await state().hosts.leasedTo(guestId(guid(1)))).toEqual([]);
  });

  it('lists every host with a record, leased or not', async () => {
    const records = [hostRecord(1, { lease: leaseOf(1) }), hostRecord(2), hostRecord(3)];
    await Promise.all(records.map((record) => state().hosts.insert(record)));
    expect((await state().hosts.list()).sort((a, b) => (a.host < b.host ? -1 : 1))).toEqual(records);
  });
});
