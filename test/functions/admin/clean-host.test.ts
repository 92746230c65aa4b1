import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import type { HostRecord } from '../../../shared/domain/host-record';
import { guestId } from '../../../shared/domain/ids';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import { freshRow, type SubjectRow } from '../../../shared/domain/subject-row';
import { MemoryHintBus } from '../../support/memory-hint-bus';
import { guid, hostRecord, leaseOf, NOON, ONE_O_CLOCK, policy } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
let bus: MemoryHintBus;
beforeEach(async () => {
  bus = new MemoryHintBus();
  api = await adminUnderTest({ ports: { hints: bus } });
});
afterEach(() => api.host.stop());

const DIRTY: HostRecord['lease'] = {
  kind: 'dirty',
  lastGuest: guestId(guid(1)),
  lastPartner: 'contoso',
  at: NOON,
};
const HOST = hostRecord(1).host;
const POOL = '/subscriptions/s/resourceGroups/g/providers/Microsoft.DesktopVirtualization/hostPools/p';
const TARGET = { kind: 'vm' as const, vmResourceId: '/vm', sessionHostId: `${POOL}/sessionHosts/h` };
const record = (lease: HostRecord['lease']) =>
  api.state.hosts.insert(
    hostRecord(1, {
      lease,
      target: TARGET,
      proved: { version: '2.24.117', at: NOON },
      isClientUnwanted: true,
    }),
  );
const clean = (options: Parameters<AdminUnderTest['ask']>[2] = {}) =>
  api.ask('POST', `hosts/${HOST}/clean`, {
    roles: ['Gatehouse.Operator'],
    body: { reason: 're-imaged', ticket: 'RUN-1' },
    ...options,
  });

describe('declaring a host clean', () => {
  it('frees it for re-imaged use, forgets the client of the old disk, and is audited', async () => {
    await record(DIRTY);
    expect((await clean()).status).toBe(200);
    expect((await api.state.hosts.read(HOST))?.value).toMatchObject({
      lease: { kind: 'clean', cleanedAt: expect.any(String) },
      proved: null,
      isClientUnwanted: false,
    });
    expect(await api.state.audit.read(1)).toMatchObject([
      { action: 'clean-host', target: `host/${HOST}`, reason: 're-imaged', ticket: 'RUN-1', result: 'done' },
    ]);
  });

  const held = (n: number, code: string, since: string, changes: Partial<SubjectRow> = {}) =>
    api.state.subjects.insert({
      ...freshRow({ kind: 'guest', id: guid(n) }),
      state: 'held',
      partner: 'contoso',
      detail: { ...EMPTY_GUEST_RECORD, reason: { code, message: '', since } },
      ...changes,
    });
  const policyWith = (name: string, hostReuse: PartnerPolicy['hostReuse'], pool: string) =>
    api.state.partners.put(
      { ...policy(name), hostReuse, desktops: [{ kind: 'avd-personal', hostPools: [pool] }] },
      undefined,
    );

  it('wakes the guest who has waited longest for a host of its pool, and nobody else', async () => {
    await policyWith('contoso', 'after-reimage', POOL);
    await policyWith('fabrikam', 'never', POOL);
    await policyWith('northwind', 'after-reimage', `${POOL}-other`);
    await record(DIRTY);
    await held(1, 'no-free-host', ONE_O_CLOCK);
    await held(2, 'no-free-host', NOON);
    await held(3, 'blocked', '2026-08-01T00:00:00.000Z');
    await held(4, 'no-free-host', '2026-08-01T00:00:00.000Z', { partner: 'fabrikam' });
    await held(5, 'no-free-host', '2026-08-01T00:00:00.000Z', { partner: 'northwind' });
    await held(6, 'no-free-host', '2026-08-01T00:00:00.000Z', { live: true });
    await clean();
    expect(bus.said.map(({ hint }) => hint)).toMatchObject([{ kind: 'guest', id: guid(2) }]);
  });

  it('wakes one more for each clean host that nobody has taken yet', async () => {
    await policyWith('contoso', 'after-reimage', POOL);
    await record(DIRTY);
    await api.state.hosts.insert(
      hostRecord(2, { target: TARGET, lease: { kind: 'clean', cleanedAt: NOON } }),
    );
    for (const n of [1, 2, 3]) await held(n, 'no-free-host', NOON);
    await clean();
    expect(bus.said.map(({ hint }) => hint)).toMatchObject([{ id: guid(1) }, { id: guid(2) }]);
  });

  it('is said once for one re-image: the same key again changes nothing', async () => {
    await record(DIRTY);
    const headers = { 'idempotency-key': randomUUID() };
    const first = await clean({ headers });
    const again = await clean({ headers });
    expect(again.body).toEqual(first.body);
  });

  it('is refused while the host is leased, and for one that nobody ever had', async () => {
    expect((await clean()).status).toBe(404);
    await record(leaseOf(1));
    expect((await clean()).status).toBe(409);
    expect((await api.state.hosts.read(HOST))?.value.lease.kind).toBe('leased');
  });

  it('takes an Operator', async () => {
    await record(DIRTY);
    expect((await clean({ roles: ['Gatehouse.Reader'] })).status).toBe(403);
    expect((await api.state.hosts.read(HOST))?.value.lease.kind).toBe('dirty');
  });
});
