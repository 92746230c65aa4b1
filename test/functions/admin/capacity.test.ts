import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCapacity } from '../../../functions/admin/read-capacity';
import { RetryableError, TerminalError } from '../../../shared/domain/codes';
import { capacityReport } from '../../../shared/domain/capacity/capacity-report';
import { EMPTY_GUEST_RECORD } from '../../../shared/domain/guest-record';
import { stopTenants } from '../../local/tenant/tenant-under-test';
import { NOON, subject, subjectRow } from '../../shared/state/builders';
import { contoso } from '../../support/contoso';
import { contosoPolicy } from '../../support/contoso-policy';
import { MemoryTenant } from '../../support/memory-tenant';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

const { desktops, desktopRoles } = new MemoryTenant(2).capabilities(() => 0);

describe('GET capacity', () => {
  let api: AdminUnderTest;
  beforeEach(async () => {
    const forbidden = new TerminalError('forbidden', 'the identity may not read role assignments there');
    api = await adminUnderTest({
      ports: { desktops, desktopRoles: { ...desktopRoles, countIn: () => Promise.reject(forbidden) } },
    });
    await api.state.partners.put(contosoPolicy(), undefined);
    await api.state.subjects.insert(
      subjectRow(subject(1), { state: 'invited', partner: 'contoso', detail: EMPTY_GUEST_RECORD }),
    );
  });
  afterEach(() => api.host.stop());

  it('sets what is free against who is coming, and names what could not be read', async () => {
    const { status, body } = await api.ask('GET', 'capacity?partner=contoso');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      partners: [{ partner: 'contoso', invited: 1, waiting: 0 }],
      pools: [{ clean: 2, dirty: 0, leased: 0, unhealthy: 0 }],
      unread: [{ source: expect.stringMatching(/^role assignments/), why: expect.stringMatching(/may not/) }],
    });
    expect(body['limits']).toContainEqual(
      expect.objectContaining({ resource: 'hosts', free: 2, needed: 1, left: 1, verdict: 'enough' }),
    );
  });

  it('knows no partner without a policy', async () => {
    expect((await api.ask('GET', 'capacity?partner=fabrikam')).status).toBe(404);
  });
});

it('says "not now" rather than half of it while a service throttles', async () => {
  const busy = () => Promise.reject(new RetryableError('throttled', 'wait', 7));
  const throttled = await adminUnderTest({ ports: { desktops: { ...desktops, listSessionHosts: busy } } });
  await throttled.state.partners.put(contosoPolicy(), undefined);
  expect((await throttled.ask('GET', 'capacity')).status).toBe(503);
  await throttled.host.stop();
});

describe('capacity of the simulated tenant', () => {
  afterAll(stopTenants);

  it('is read in as many calls with one guest as with three, and counts what is there', async () => {
    const product = await contoso();
    const read = async () => {
      const before = product.calls();
      const view = capacityReport(await readCapacity(product.ports), null, NOON);
      return { view, calls: product.calls() - before };
    };
    const ada = await product.invite('ada');
    await product.hint(ada);
    const one = await read();
    expect(one.view.unread).toEqual([]);
    expect(one.view.partners).toEqual([{ partner: 'contoso', invited: 1, waiting: 0 }]);
    const free = one.view.limits.find(({ resource }) => resource === 'hosts')?.free ?? 0;
    for (const name of ['ben', 'cleo']) await product.hint(await product.invite(name));
    const three = await read();
    expect(three.calls).toBe(one.calls);
    expect(three.view.limits).toContainEqual(
      expect.objectContaining({ resource: 'hosts', free, needed: 3, left: free - 3 }),
    );
    expect(three.view.limits).toContainEqual(
      expect.objectContaining({ resource: 'licence', free: 10, needed: 0 }),
    );
    expect(three.view.limits.find(({ resource }) => resource === 'role-assignments')?.free).toBeLessThan(
      4000,
    );
    expect(JSON.stringify(three.view)).not.toContain('@');
    await product.stop();
  });
});
