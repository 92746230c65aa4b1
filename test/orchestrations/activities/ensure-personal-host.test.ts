import { beforeEach, describe, expect, it } from '@jest/globals';
import { ensurePersonalHost } from '../../../orchestrations/activities/ensure-personal-host';
import { createTakenHosts } from '../../../orchestrations/activities/taken-hosts';
import { TerminalError } from '../../../shared/domain/codes';
import type { HostRecord } from '../../../shared/domain/host-record';
import type { HostSeeker } from '../../../shared/domain/host-reuse';
import { guestId, hostId, partnerId } from '../../../shared/domain/ids';
import { memoryHostRecords } from '../../../shared/state/memory/memory-host-records';
import { MemoryTenant } from '../../support/memory-tenant';
import { guid, hostRecord, NOON } from '../../shared/state/builders';

const NOW_MS = Date.parse(NOON);
let tenant: MemoryTenant;
let hosts: ReturnType<typeof memoryHostRecords>;
let capabilities: ReturnType<MemoryTenant['capabilities']>;
beforeEach(() => {
  tenant = new MemoryTenant(1);
  tenant.admit(1, NOW_MS);
  hosts = memoryHostRecords();
  capabilities = tenant.capabilities(() => NOW_MS);
});

const host = () => hostId(tenant.hosts[0]!.vmId!);
const leaseNow = async () => (await hosts.read(host()))?.value.lease;
const left = (lease: HostRecord['lease'], changes: Partial<HostRecord> = {}) =>
  hosts.insert(hostRecord(1, { host: host(), lease, ...changes }));
const dirtyOf = (lastPartner: string): HostRecord['lease'] => ({
  kind: 'dirty',
  lastGuest: guestId(guid(9)),
  lastPartner,
  at: NOON,
});

const ensure = (hostReuse: HostSeeker['hostReuse']) =>
  ensurePersonalHost({
    ...capabilities,
    hosts,
    permit: async () => undefined,
    takenHosts: createTakenHosts(() => new Date(NOW_MS)),
    now: () => new Date(NOW_MS),
  })({
    life: { subject: { kind: 'guest', id: guid(1) }, run: 1, token: 't', waitedSeconds: 0 },
    guest: guestId(guid(1)),
    partner: partnerId('contoso'),
    hostPools: ['p'],
    hostReuse,
  });

describe('a freed host', () => {
  it('is leased again to a guest of the same partner where its policy says so, and keeps its client', async () => {
    await left(dirtyOf('contoso'), { isClientUnwanted: true });
    expect(await ensure('same-partner')).toMatchObject({ kind: 'done', value: { changed: true } });
    expect(await leaseNow()).toMatchObject({ kind: 'leased', guest: guid(1) });
    expect((await hosts.read(host()))?.value.isClientUnwanted).toBe(false);
    expect(await ensure('same-partner')).toMatchObject({ kind: 'done', value: { changed: false } });
  });

  it.each([
    ['never', { kind: 'clean', cleanedAt: NOON }],
    ['after-reimage', dirtyOf('contoso')],
    ['same-partner', dirtyOf('fabrikam')],
  ] as const)(
    'is not leased where hostReuse: %s does not take it, and the guest is told',
    async (rule, lease) => {
      await left(lease);
      expect(await ensure(rule)).toMatchObject({
        kind: 'refused',
        code: 'no-free-host',
        message: expect.stringContaining(`hostReuse: ${rule}`),
      });
      expect(await leaseNow()).toEqual(lease);
    },
  );

  it('that was declared clean is leased where the policy takes re-imaged ones', async () => {
    await left({ kind: 'clean', cleanedAt: NOON });
    expect(await ensure('after-reimage')).toMatchObject({ kind: 'done' });
  });

  it('stays dirty where the service gave it to somebody else at the last moment', async () => {
    await left(dirtyOf('contoso'));
    capabilities.desktops.assignUser = async () => {
      tenant.hosts[0]!.assignedUser = 'somebody@else';
      throw new TerminalError('rejected', 'the host is assigned');
    };
    expect(await ensure('same-partner')).toMatchObject({ kind: 'refused', code: 'no-free-host' });
    expect(await leaseNow()).toEqual(dirtyOf('contoso'));
  });
});
