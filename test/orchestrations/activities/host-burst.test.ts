import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ensurePersonalHost } from '../../../orchestrations/activities/ensure-personal-host';
import { createPartnerCapacity } from '../../../orchestrations/activities/partner-capacity';
import { createTakenHosts } from '../../../orchestrations/activities/taken-hosts';
import { guestId, hostId, partnerId } from '../../../shared/domain/ids';
import { memoryHostRecords } from '../../../shared/state/memory/memory-host-records';
import { guid, hostRecord, NOON } from '../../shared/state/builders';
import { MemoryTenant } from '../../support/memory-tenant';

let nowMs: number;
let hosts: ReturnType<typeof memoryHostRecords>;
const now = () => new Date(nowMs);
const contoso = partnerId('contoso');
beforeEach(() => {
  nowMs = Date.parse(NOON);
  hosts = memoryHostRecords();
});

const tenantOf = (hostCount: number, guests: number) => {
  const tenant = new MemoryTenant(hostCount);
  for (let n = 1; n <= guests; n += 1) tenant.admit(n, nowMs);
  return tenant;
};

describe('guests who look for a host at once', () => {
  const lease = async (tenant: MemoryTenant, guests: number) => {
    const takenHosts = createTakenHosts(now);
    const capabilities = tenant.capabilities(() => nowMs);
    const stale = await capabilities.desktops.listSessionHosts('p');
    const desktops = {
      ...capabilities.desktops,
      listSessionHosts: async (pool: string, age = 0) =>
        age > 0 ? stale : capabilities.desktops.listSessionHosts(pool),
    };
    const ensure = ensurePersonalHost({
      ...{ ...capabilities, desktops, hosts, now, takenHosts },
      permit: async () => undefined,
    });
    const input = { partner: contoso, hostPools: ['p'], hostReuse: 'after-reimage' as const };
    const answers = [];
    for (let n = 1; n <= guests; n += 1) {
      const life = { subject: { kind: 'guest' as const, id: guid(n) }, run: 1, token: 't', waitedSeconds: 0 };
      answers.push(await ensure({ ...input, life, guest: guestId(guid(n)) }));
    }
    return answers;
  };

  it('each get one of their own, down to the last, without the records of all hosts', async () => {
    const list = jest.spyOn(hosts, 'list');
    const read = jest.spyOn(hosts, 'read');
    const answers = await lease(tenantOf(40, 40), 40);
    const names = answers.map((answer) => answer.kind === 'done' && answer.value.name);
    expect(new Set(names).size).toBe(40);
    expect(list).not.toHaveBeenCalled();
    expect(read.mock.calls.length).toBeLessThanOrEqual(2 * 40);
  });

  it('are told so when there is none left, and the pool alone says it', async () => {
    const list = jest.spyOn(hosts, 'list');
    const answers = await lease(tenantOf(2, 3), 3);
    expect(answers.at(-1)).toMatchObject({ kind: 'refused', code: 'no-free-host' });
    expect(list).not.toHaveBeenCalled();
  });

  it('read all records where many hosts look free and are somebody’s', async () => {
    const tenant = tenantOf(60, 1);
    const list = jest.spyOn(hosts, 'list');
    for (const [n, { vmId }] of tenant.hosts.entries()) {
      const dirty = { kind: 'dirty' as const, lastGuest: guestId(guid(99)), lastPartner: null, at: NOON };
      await hosts.insert(hostRecord(n + 1, { host: hostId(vmId!), lease: dirty }));
    }
    expect(await lease(tenant, 1)).toMatchObject([{ kind: 'refused', code: 'no-free-host' }]);
    expect(list).toHaveBeenCalledTimes(1);
  });
});

describe('what is left for a partner’s newcomers', () => {
  const offer = { kind: 'avd-personal' as const, hostPools: ['p'], hostReuse: 'after-reimage' as const };

  it('is read once for all who ask within half a minute, and again after', async () => {
    const tenant = tenantOf(2, 2);
    const { desktops, licences } = tenant.capabilities(() => nowMs);
    const listed = jest.spyOn(desktops, 'listSessionHosts');
    const capacity = createPartnerCapacity({ desktops, licences, hosts, now });
    for (const n of [1, 2]) {
      const { check } = await capacity({ partner: contoso, guest: guestId(guid(n)), offer });
      expect(check).toMatchObject({ verdict: 'ok', observed: '2 free session host(s)' });
    }
    expect(listed).toHaveBeenCalledTimes(1);
    for (const host of tenant.hosts) host.assignedUser = 'somebody@tenant';
    nowMs += 31_000;
    const { check } = await capacity({ partner: contoso, guest: guestId(guid(1)), offer });
    expect(check).toMatchObject({ verdict: 'blocked', observed: '0 free session host(s)' });
  });

  it('counts no host that the policy does not take, and asks for no records but the free hosts’ own', async () => {
    const tenant = tenantOf(2, 1);
    const { desktops, licences } = tenant.capabilities(() => nowMs);
    const cleaned = { kind: 'clean' as const, cleanedAt: NOON };
    await hosts.insert(hostRecord(1, { host: hostId(tenant.hosts[0]!.vmId!), lease: cleaned }));
    const list = jest.spyOn(hosts, 'list');
    const capacity = createPartnerCapacity({ desktops, licences, hosts, now });
    const asked = { partner: contoso, guest: guestId(guid(1)) };
    const strict = await capacity({ ...asked, offer: { ...offer, hostReuse: 'never' } });
    expect(strict.check.observed).toBe('1 free session host(s)');
    expect((await capacity({ ...asked, offer })).check.observed).toBe('2 free session host(s)');
    expect(list).not.toHaveBeenCalled();
  });
});
