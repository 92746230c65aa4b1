import { afterEach, describe, expect, it } from '@jest/globals';
import { ACCESS, graphFetch, onePartner, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const add = (tenant: Tenant, id: string): Promise<Response> =>
  graphFetch(tenant, `/v1.0/groups/${ACCESS}/members/$ref`, {
    method: 'POST',
    body: JSON.stringify({ '@odata.id': `${tenant.url}/v1.0/directoryObjects/${id}` }),
  });

describe('fault rules', () => {
  it('strike as often as they say, before the effect', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.addFault({
      path: '/v1.0/groups/*/members/$ref',
      method: 'post',
      status: 503,
      count: 1,
      retryAfterSeconds: 2,
    });
    const struck = await add(tenant, id);
    expect([struck.status, struck.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await tenant.control.listMembers({ group: ACCESS })).toEqual([]);
    expect((await add(tenant, id)).status).toBe(204);
    expect(await tenant.control.listFaults()).toMatchObject([{ struck: 1 }]);
  });

  it('can let the effect happen and lose the answer', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    await tenant.control.addFault({ path: '/v1.0/groups/*', status: 0, count: 1, afterEffect: true });
    await expect(add(tenant, id)).rejects.toThrow();
    expect(await tenant.control.listMembers({ group: ACCESS })).toEqual([{ id, type: 'user' }]);
  });

  it('strike by chance, the same way for the same seed', async () => {
    const statuses = async (): Promise<number[]> => {
      const tenant = await onePartner({ seed: 'seven' });
      await tenant.control.addFault({ path: '/v1.0/users', status: 500, probability: 0.5 });
      const found: number[] = [];
      for (let at = 0; at < 12; at += 1) found.push((await graphFetch(tenant, '/v1.0/users?$top=1')).status);
      return found;
    };
    const first = await statuses();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await statuses()).toEqual(first);
  });

  it('are refused when they make no sense, with the reason', async () => {
    const tenant = await onePartner();
    const answer = await fetch(`${tenant.url}/_control/add-fault`, {
      method: 'POST',
      body: JSON.stringify({ path: '/v1.0/users', status: 42 }),
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain('status');
  });
});
