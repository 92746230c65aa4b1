import { afterEach, describe, expect, it } from '@jest/globals';
import { loadScenario } from '../../../../local/tenant/scenarios/load-scenario';
import { desktopsOf } from '../arm/arm-clients';
import { graphOf, onePartner, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

describe('the desktops of the ready-made scenarios', () => {
  it.each(['contoso', 'fabrikam', 'litware', 'proseware', 'adatum'])(
    'give %s of five partners hosts, a workspace and both profiles',
    async (partner) => {
      const tenant = await onePartner({ scenario: loadScenario('five-partners'), clock: 'virtual' });
      const desktops = desktopsOf(tenant);
      const hosts = [];
      for await (const host of desktops.sessionHosts.list(`rg-${partner}-desktops`, `hp-${partner}`))
        hosts.push(host);
      expect(hosts.length).toBeGreaterThanOrEqual(6);
      expect(hosts.every((host) => host.status === 'Available' && (host.assignedUser ?? '') === '')).toBe(
        true,
      );
      const feed = await desktops.applicationGroups.get(`rg-${partner}-desktops`, `ag-${partner}`);
      expect(feed.workspaceArmPath).toContain(`ws-${partner}`);
      const found = (await graphOf(tenant)
        .api('/groups')
        .filter(`displayName eq 'gatehouse-${partner}-access'`)
        .get()) as { value: { id: string }[] };
      const assigned = (await graphOf(tenant)
        .api(`/groups/${found.value[0]?.id ?? ''}/appRoleAssignments`)
        .get()) as {
        value: { resourceDisplayName: string }[];
      };
      const names = assigned.value.map(({ resourceDisplayName }) => resourceDisplayName);
      expect(names).toEqual(expect.arrayContaining(['Private access profile', 'Internet access profile']));
    },
  );

  it('are listed page by page where there are hundreds of hosts', async () => {
    const tenant = await onePartner({ scenario: loadScenario('five-thousand-guests'), clock: 'virtual' });
    const names = new Set<string>();
    for await (const host of desktopsOf(tenant).sessionHosts.list('rg-contoso-desktops', 'hp-contoso', {
      pageSize: 100,
    }))
      names.add(host.name ?? '');
    expect(names.size).toBe(503);
  });
});
