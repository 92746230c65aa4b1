import { afterEach, describe, expect, it } from '@jest/globals';
import { ACCESS, graphFetch, onePartner, RUNTIME_APP_ID, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

describe('throttling of Graph', () => {
  it('charges what the reference says and prints it', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const cost = async (path: string): Promise<string | null> =>
      (await graphFetch(tenant, path)).headers.get('x-ms-resource-unit');
    expect(await cost('/v1.0/users')).toBe('2');
    expect(await cost('/v1.0/users?$select=id')).toBe('1');
    expect(await cost(`/v1.0/groups/${ACCESS}/members`)).toBe('3');
    expect(await cost(`/v1.0/groups/${ACCESS}/members?$select=id&$top=5`)).toBe('1');
    expect(await cost(`/v1.0/groups/${ACCESS}/transitiveMembers`)).toBe('5');
  });

  it('refuses the 151st invitation within five seconds, says when to come back, and counts who did not wait', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const invite = (at: number): Promise<Response> =>
      graphFetch(tenant, '/v1.0/invitations', {
        method: 'POST',
        body: JSON.stringify({
          invitedUserEmailAddress: `guest${at}@contoso.com`,
          inviteRedirectUrl: 'https://myapps.microsoft.com',
        }),
      });
    for (let at = 0; at < 150; at += 1) expect((await invite(at)).status).toBe(201);
    const refused = await invite(150);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('x-ms-throttle-scope')).toContain(RUNTIME_APP_ID);
    expect(await refused.json()).toMatchObject({ error: { code: 'TooManyRequests' } });
    expect((await invite(151)).status).toBe(429);
    const [caller] = await tenant.control.listCallers();
    expect(caller).toMatchObject({ throttled: 2, offences: 1 });
    await tenant.control.advanceClock({ seconds: 10 });
    expect((await invite(152)).status).toBe(201);
  });

  it('lets who asks for Conditional Access once a second in again, though it says not when', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const ask = (): Promise<Response> => graphFetch(tenant, '/v1.0/identity/conditionalAccess/policies');
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.has('retry-after')).toBe(false);
    await tenant.control.advanceClock({ seconds: 1 });
    expect((await ask()).status).toBe(200);
  });

  it('throttles single requests of a batch, each with its own Retry-After', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const requests = Array.from({ length: 6 }, (_, at) => ({
      id: String(at),
      method: 'GET',
      url: '/auditLogs/directoryAudits',
    }));
    const answer = await graphFetch(tenant, '/v1.0/$batch', {
      method: 'POST',
      body: JSON.stringify({ requests }),
    });
    const { responses } = (await answer.json()) as {
      responses: { status: number; headers: Record<string, string> }[];
    };
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers).toHaveProperty('Retry-After');
  });
});
