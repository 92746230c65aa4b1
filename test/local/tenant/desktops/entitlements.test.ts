import { afterEach, describe, expect, it } from '@jest/globals';
import { stillTenant } from '../arm/arm-clients';
import { adminHeaders } from '../network-access/admin-headers';
import { graphFetch, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const POLICY =
  '/v1.0/deviceManagement/virtualEndpoint/provisioningPolicies/b1c2d3e4-f506-4718-929a-3b4c5d6e7f01';
const CLOUD_PC_GROUP = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c05';
const OTHER_GROUP = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c03';
const SKU = 'e2aebe6c-897d-480f-9d62-fff1381581f7';

async function ask(tenant: Tenant, path: string, method = 'GET', body?: object): Promise<Response> {
  const headers = await adminHeaders(tenant);
  return graphFetch(tenant, path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const assignTo = (...groupIds: string[]): object => ({
  assignments: groupIds.map((groupId) => ({
    target: { '@odata.type': 'microsoft.graph.cloudPcManagementGroupAssignmentTarget', groupId },
  })),
});

async function member(tenant: Tenant, group: string): Promise<void> {
  const { id } = await tenant.control.invite({ mail: 'cora@contoso.com' });
  await tenant.control.accept({ user: id });
  await tenant.control.addMember({ group, member: id });
  await tenant.control.advanceClock({ seconds: 5 });
}

const statuses = async (tenant: Tenant): Promise<string[]> =>
  (await tenant.control.listCloudPcs()).map((pc) => pc.status);

describe('who is entitled to a Cloud PC', () => {
  it('changes with the assignments of the policy, whose whole list each assign replaces', async () => {
    const tenant = await stillTenant();
    await member(tenant, CLOUD_PC_GROUP);
    expect(await statuses(tenant)).toEqual(['provisioned']);
    expect((await ask(tenant, `${POLICY}/assign`, 'POST', assignTo(OTHER_GROUP))).status).toBe(204);
    expect(await statuses(tenant)).toEqual(['inGracePeriod']);
    const read = await ask(tenant, `${POLICY}?$expand=assignments`);
    expect(await read.json()).toMatchObject({ assignments: [{ target: { groupId: OTHER_GROUP } }] });
    await ask(tenant, `${POLICY}/assign`, 'POST', assignTo(OTHER_GROUP, CLOUD_PC_GROUP));
    expect(await statuses(tenant)).toEqual(['provisioned']);
  });

  it('adds to the list where the switch says that assign does not replace', async () => {
    const tenant = await stillTenant();
    await member(tenant, CLOUD_PC_GROUP);
    await tenant.control.setSwitch({ name: 'assignReplaces', value: false });
    await ask(tenant, `${POLICY}/assign`, 'POST', assignTo(OTHER_GROUP));
    expect(await statuses(tenant)).toEqual(['provisioned']);
  });

  it("changes with the group's licence, which shows on the users later", async () => {
    const tenant = await stillTenant();
    await member(tenant, CLOUD_PC_GROUP);
    const path = `/v1.0/groups/${CLOUD_PC_GROUP}/assignLicense`;
    const taken = await ask(tenant, path, 'POST', { addLicenses: [], removeLicenses: [SKU] });
    expect(taken.status).toBe(202);
    expect(await statuses(tenant)).toEqual(['inGracePeriod']);
    await ask(tenant, path, 'POST', { addLicenses: [{ skuId: SKU, disabledPlans: [] }], removeLicenses: [] });
    expect(await statuses(tenant)).toEqual(['provisioned']);
    const unknown = { addLicenses: [{ skuId: POLICY.slice(-36) }], removeLicenses: [] };
    expect((await ask(tenant, path, 'POST', unknown)).status).toBe(400);
  });

  it('waits for a usage location where the switch says that a licence needs one', async () => {
    const tenant = await stillTenant();
    await tenant.control.setSwitch({ name: 'groupLicenceNeedsUsageLocation', value: true });
    await member(tenant, CLOUD_PC_GROUP);
    expect(await statuses(tenant)).toEqual([]);
    const update = await ask(
      tenant,
      '/v1.0/users/cora_contoso.com%23EXT%23@woodgrove.onmicrosoft.com',
      'PATCH',
      {
        usageLocation: 'DE',
      },
    );
    expect(update.status).toBe(204);
    expect(await statuses(tenant)).toEqual(['notProvisioned']);
  });

  it('leaves out who is in the group only through another group', async () => {
    const tenant = await stillTenant();
    await member(tenant, OTHER_GROUP);
    await tenant.control.addMember({ group: CLOUD_PC_GROUP, member: OTHER_GROUP });
    expect(await statuses(tenant)).toEqual([]);
  });

  it('ends with the deletion of the user and begins again with the restoration', async () => {
    const tenant = await stillTenant();
    await member(tenant, CLOUD_PC_GROUP);
    await tenant.control.deleteUser({ user: 'cora@contoso.com' });
    expect(await statuses(tenant)).toEqual(['inGracePeriod']);
    await tenant.control.restoreUser({ user: 'cora@contoso.com' });
    expect(await statuses(tenant)).toEqual(['provisioned']);
  });
});
