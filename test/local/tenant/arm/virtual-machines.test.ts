import { afterEach, describe, expect, it } from '@jest/globals';
import { onePartner, stopTenants } from '../tenant-under-test';
import { armFetch, computeOf, FIRST_HOST, FIRST_VM, GROUP, stillTenant } from './arm-clients';

afterEach(stopTenants);

const powerOf = (statuses: { code?: string }[] = []): string | undefined =>
  statuses.find(({ code }) => code?.startsWith('PowerState/') === true)?.code;

describe('virtual machines', () => {
  it('show their power state and their agent in the instance view', async () => {
    const tenant = await stillTenant();
    const view = await computeOf(tenant).virtualMachines.instanceView(GROUP, FIRST_HOST);
    expect(powerOf(view.statuses)).toBe('PowerState/running');
    expect(view.vmAgent?.statuses?.[0]?.displayStatus).toBe('Ready');
    const vm = await computeOf(tenant).virtualMachines.get(GROUP, FIRST_HOST, { expand: 'instanceView' });
    expect(vm.vmId).toBe('a0e1d2c3-b4a5-4968-8776-655443322101');
    expect(powerOf(vm.instanceView?.statuses)).toBe('PowerState/running');
  });

  it('start as a long-running operation that both polling headers follow', async () => {
    const tenant = await stillTenant();
    await tenant.control.setMachine({ name: FIRST_HOST, power: 'deallocated' });
    const start = await armFetch(tenant, `${FIRST_VM}/start?api-version=2026-03-01`, { method: 'POST' });
    expect(start.status).toBe(202);
    const location = new URL(start.headers.get('location') ?? '');
    const starting = await computeOf(tenant).virtualMachines.instanceView(GROUP, FIRST_HOST);
    expect(powerOf(starting.statuses)).toBe('PowerState/starting');
    expect((await armFetch(tenant, `${location.pathname}${location.search}`)).status).toBe(202);
    await tenant.control.advanceClock({ seconds: 3 });
    expect((await armFetch(tenant, `${location.pathname}${location.search}`)).status).toBe(200);
    const started = await computeOf(tenant).virtualMachines.instanceView(GROUP, FIRST_HOST);
    expect(powerOf(started.statuses)).toBe('PowerState/running');
  });

  it("are started to the end by the client's own poller", async () => {
    const tenant = await onePartner();
    await tenant.control.setMachine({ name: FIRST_HOST, power: 'deallocated' });
    await tenant.control.setDurations({ vmStart: 0 });
    const compute = computeOf(tenant).virtualMachines;
    await compute.start(GROUP, FIRST_HOST);
    expect(powerOf((await compute.instanceView(GROUP, FIRST_HOST)).statuses)).toBe('PowerState/running');
  });

  it('are not found under another name, in the words of Resource Manager', async () => {
    const tenant = await stillTenant();
    await expect(computeOf(tenant).virtualMachines.get(GROUP, 'nobody')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    });
  });

  it('refuse who holds no role for the action', async () => {
    const tenant = await stillTenant();
    const powerOff = await armFetch(tenant, `${FIRST_VM}/powerOff?api-version=2026-03-01`, {
      method: 'POST',
    });
    expect(powerOff.status).toBe(403);
    expect(await powerOff.json()).toMatchObject({ error: { code: 'AuthorizationFailed' } });
  });

  it('allow 12 updates at once to one machine and then one every 15 seconds', async () => {
    const tenant = await stillTenant();
    const statuses: number[] = [];
    let retryAfter: string | null = null;
    for (let at = 0; at < 13; at += 1) {
      const answer = await armFetch(tenant, `${FIRST_VM}/start?api-version=2026-03-01`, { method: 'POST' });
      statuses.push(answer.status);
      retryAfter = answer.headers.get('retry-after');
    }
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 202), 429]);
    expect(Number(retryAfter)).toBe(15);
  });
});
