import { afterEach, describe, expect, it } from '@jest/globals';
import { ACCESS, graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

interface Page {
  value: Record<string, unknown>[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
}

/** Follows a round to its end. */
async function round(
  tenant: Tenant,
  link: string,
): Promise<{ entries: Record<string, unknown>[]; deltaLink: string; pages: number }> {
  const entries: Record<string, unknown>[] = [];
  for (let next = link, pages = 1; ; pages += 1) {
    const page = (await graphOf(tenant).api(next).get()) as Page;
    entries.push(...page.value);
    if (page['@odata.deltaLink'] !== undefined)
      return { entries, deltaLink: page['@odata.deltaLink'], pages };
    next = page['@odata.nextLink']!;
  }
}

const SELECT = '/users/delta?$select=id,mail,externalUserState,accountEnabled';

describe('users/delta', () => {
  it('tells everybody first, then who was invited, changed and removed, each once', async () => {
    const tenant = await onePartner();
    const { id: kept } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const { id: purged } = await tenant.control.invite({ mail: 'bert@contoso.com' });
    const first = await round(tenant, SELECT);
    expect(first.entries.map((entry) => entry['id'])).toEqual(expect.arrayContaining([kept, purged]));
    await tenant.control.accept({ user: kept });
    await tenant.control.disableUser({ user: kept });
    await tenant.control.deleteUser({ user: purged });
    const second = await round(tenant, first.deltaLink);
    expect(second.entries).toEqual([
      { id: kept, mail: 'anna@contoso.com', externalUserState: 'Accepted', accountEnabled: false },
      { id: purged, '@removed': { reason: 'changed' } },
    ]);
    await tenant.control.purgeUser({ user: purged });
    const third = await round(tenant, second.deltaLink);
    expect(third.entries).toEqual([{ id: purged, '@removed': { reason: 'deleted' } }]);
    expect((await round(tenant, third.deltaLink)).entries).toEqual([]);
  });

  it('starts from now with the token latest, and knows nothing of before', async () => {
    const tenant = await onePartner();
    await tenant.control.invite({ mail: 'anna@contoso.com' });
    const start = await round(tenant, '/users/delta?$deltatoken=latest&$select=id,externalUserState');
    expect(start.entries).toEqual([]);
    const { id } = await tenant.control.invite({ mail: 'bert@contoso.com' });
    expect((await round(tenant, start.deltaLink)).entries).toEqual([
      { id, externalUserState: 'PendingAcceptance' },
    ]);
  });

  it('keeps silent about properties that were not selected', async () => {
    const tenant = await onePartner();
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const start = await round(tenant, '/users/delta?$select=id,mail');
    await tenant.control.disableUser({ user: id });
    expect((await round(tenant, start.deltaLink)).entries).toEqual([]);
  });

  it('answers 410 with a place to start again after a reset, and 400 syncStateNotFound after seven days', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { deltaLink } = await round(tenant, SELECT);
    const path = deltaLink.slice(tenant.url.length);
    await tenant.control.advanceClock({ days: 8 });
    const expired = await graphFetch(tenant, path);
    expect([expired.status, ((await expired.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      'syncStateNotFound',
    ]);
    await tenant.control.resetDelta();
    const reset = await graphFetch(tenant, path);
    expect(reset.status).toBe(410);
    expect((await round(tenant, reset.headers.get('location')!)).entries.length).toBeGreaterThan(0);
  });

  it('can put empty pages before the changes, which still lead on', async () => {
    const tenant = await onePartner();
    const start = await round(tenant, SELECT);
    await tenant.control.setSwitch({ name: 'deltaEmptyPages', value: 2 });
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const second = await round(tenant, start.deltaLink);
    expect([second.pages, second.entries.map((entry) => entry['id'])]).toEqual([3, [id]]);
  });

  it('refuses filters on anything but ids', async () => {
    const tenant = await onePartner();
    const answer = await graphFetch(tenant, "/v1.0/users/delta?$filter=userType eq 'Guest'");
    expect(answer.status).toBe(400);
  });
});

describe('groups/delta', () => {
  it('tells members that came and went, also when the user was deleted', async () => {
    const tenant = await onePartner();
    const { id: stays } = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const { id: goes } = await tenant.control.invite({ mail: 'bert@contoso.com' });
    const { id: deleted } = await tenant.control.invite({ mail: 'cleo@contoso.com' });
    for (const member of [goes, deleted]) await tenant.control.addMember({ group: ACCESS, member });
    const first = await round(tenant, '/groups/delta?$select=id,displayName,members');
    const group = first.entries.find((entry) => entry['id'] === ACCESS);
    expect(group?.['members@delta']).toHaveLength(2);
    await tenant.control.addMember({ group: ACCESS, member: stays });
    await tenant.control.removeMember({ group: ACCESS, member: goes });
    await tenant.control.deleteUser({ user: deleted });
    const second = await round(tenant, first.deltaLink);
    const type = '#microsoft.graph.user';
    expect(second.entries).toMatchObject([
      {
        id: ACCESS,
        'members@delta': [
          { '@odata.type': type, id: stays },
          { '@odata.type': type, id: goes, '@removed': { reason: 'deleted' } },
          { '@odata.type': type, id: deleted, '@removed': { reason: 'deleted' } },
        ],
      },
    ]);
  });
});
