import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stillTenant } from '../arm/arm-clients';
import { adminHeaders } from '../network-access/admin-headers';
import { graphFetch, graphOf, onePartner, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';
import { offboardingHeaders } from './offboarding-headers';

afterEach(stopTenants);

const CLOUD_PC_GROUP = 'gatehouse-contoso-cloud-pc';
const SKU = 'e2aebe6c-897d-480f-9d62-fff1381581f7';

interface CloudPcView {
  id: string;
  status?: string;
  userPrincipalName: string;
  managedDeviceId: string;
  statusDetail?: { code: string } | null;
  gracePeriodEndDateTime: string | null;
}

async function cloudPcsOf(tenant: Tenant): Promise<CloudPcView[]> {
  const answer = (await graphOf(tenant)
    .api('/deviceManagement/virtualEndpoint/cloudPCs')
    .version('beta')
    .get()) as { value: CloudPcView[] };
  return answer.value;
}

const statuses = async (tenant: Tenant): Promise<unknown[]> =>
  (await cloudPcsOf(tenant)).map((pc) => pc.status);

/** An accepted guest who is a member of the licensed group. */
async function entitledGuest(tenant: Tenant, mail = 'cora@contoso.com'): Promise<string> {
  const { id } = await tenant.control.invite({ mail });
  await tenant.control.accept({ user: id });
  await tenant.control.addMember({ group: CLOUD_PC_GROUP, member: id });
  return id;
}

describe('Cloud PCs', () => {
  it('come to whoever is in a group that is licensed and assigned to a provisioning policy', async () => {
    const tenant = await stillTenant();
    await entitledGuest(tenant);
    expect(await statuses(tenant)).toEqual(['notProvisioned']);
    await tenant.control.advanceClock({ seconds: 2 });
    expect(await statuses(tenant)).toEqual(['provisioning']);
    await tenant.control.advanceClock({ seconds: 3 });
    expect(await statuses(tenant)).toEqual(['provisioned']);
  });

  it('are found by the user principal name of a guest', async () => {
    const tenant = await stillTenant();
    await entitledGuest(tenant, 'cora@contoso.com');
    await entitledGuest(tenant, 'carl@contoso.com');
    const upn = 'cora_contoso.com#EXT#@woodgrove.onmicrosoft.com';
    const found = (await graphOf(tenant)
      .api('/deviceManagement/virtualEndpoint/cloudPCs')
      .version('beta')
      .filter(`userPrincipalName eq '${encodeURIComponent(upn)}'`)
      .get()) as { value: CloudPcView[] };
    expect(found.value.map((pc) => pc.userPrincipalName)).toEqual([upn]);
  });

  it('have no status in v1.0', async () => {
    const tenant = await stillTenant();
    await entitledGuest(tenant);
    const answer = await graphFetch(tenant, '/v1.0/deviceManagement/virtualEndpoint/cloudPCs');
    const { value } = (await answer.json()) as { value: object[] };
    expect(Object.keys(value[0] ?? {})).not.toContain('status');
    const asked = await graphFetch(tenant, '/v1.0/deviceManagement/virtualEndpoint/cloudPCs?$select=status');
    expect(asked.status).toBe(400);
  });

  it('appear as a device in the device group once provisioned', async () => {
    const tenant = await stillTenant();
    await entitledGuest(tenant);
    await tenant.control.advanceClock({ seconds: 5 });
    const members = await tenant.control.listMembers({ group: 'gatehouse-cloud-pc-devices' });
    expect(members).toMatchObject([{ type: 'device' }]);
  });

  it('stay usable for seven days after the group was left, and are deleted then', async () => {
    const tenant = await stillTenant();
    const guest = await entitledGuest(tenant);
    await tenant.control.advanceClock({ seconds: 5 });
    await tenant.control.removeMember({ group: CLOUD_PC_GROUP, member: guest });
    expect(await statuses(tenant)).toEqual(['inGracePeriod']);
    await tenant.control.advanceClock({ days: 6, hours: 23 });
    expect(await statuses(tenant)).toEqual(['inGracePeriod']);
    await tenant.control.advanceClock({ hours: 1, seconds: 1 });
    expect(await statuses(tenant)).toEqual(['deprovisioning']);
    await tenant.control.advanceClock({ seconds: 3 });
    expect(await statuses(tenant)).toEqual([]);
    expect(await tenant.control.listMembers({ group: 'gatehouse-cloud-pc-devices' })).toEqual([]);
  });

  it('come back from the grace period when the guest is entitled again', async () => {
    const tenant = await stillTenant();
    const guest = await entitledGuest(tenant);
    await tenant.control.advanceClock({ seconds: 5 });
    const [before] = await cloudPcsOf(tenant);
    await tenant.control.removeMember({ group: CLOUD_PC_GROUP, member: guest });
    await tenant.control.addMember({ group: CLOUD_PC_GROUP, member: guest });
    expect(await cloudPcsOf(tenant)).toMatchObject([{ id: before?.id, status: 'provisioned' }]);
  });

  it('leave their grace period at once by endGracePeriod, which is refused outside of it', async () => {
    const tenant = await stillTenant();
    const guest = await entitledGuest(tenant);
    await tenant.control.advanceClock({ seconds: 5 });
    const [pc] = await cloudPcsOf(tenant);
    const path = `/v1.0/deviceManagement/virtualEndpoint/cloudPCs/${pc?.id ?? ''}/endGracePeriod`;
    const permission = 'CloudPC.ReadWrite.All';
    await tenant.control.setPermission({ app: 'gatehouse-runtime', permission, granted: false });
    expect((await graphFetch(tenant, path, { method: 'POST' })).status).toBe(403);
    const asOffboarding = await offboardingHeaders(tenant);
    expect((await graphFetch(tenant, path, { method: 'POST', headers: asOffboarding })).status).toBe(400);
    await tenant.control.removeMember({ group: CLOUD_PC_GROUP, member: guest });
    expect((await graphFetch(tenant, path, { method: 'POST', headers: asOffboarding })).status).toBe(204);
    expect(await statuses(tenant)).toEqual(['deprovisioning']);
  });

  it('fail where the control API plans it, with a reason', async () => {
    const tenant = await stillTenant();
    await tenant.control.failCloudPcs({ code: 'intuneEnrollmentFailed', message: 'Enrolment failed.' });
    await entitledGuest(tenant);
    await tenant.control.advanceClock({ seconds: 5 });
    expect(await cloudPcsOf(tenant)).toMatchObject([
      { status: 'failed', statusDetail: { code: 'intuneEnrollmentFailed' } },
    ]);
  });

  it('are not given without a free unit, silently, until one is bought', async () => {
    const tenant = await stillTenant();
    await tenant.control.setLicenceUnits({ partNumber: 'CPC_E_2C_8GB_128GB', units: 0 });
    const guest = await entitledGuest(tenant);
    expect(await statuses(tenant)).toEqual([]);
    const user = (await graphOf(tenant)
      .api(`/users/${guest}`)
      .select('id,licenseAssignmentStates')
      .get()) as object;
    expect(user).toMatchObject({
      licenseAssignmentStates: [{ skuId: SKU, state: 'Error', error: 'CountViolation' }],
    });
    await tenant.control.setLicenceUnits({ partNumber: 'CPC_E_2C_8GB_128GB', units: 1 });
    expect(await statuses(tenant)).toEqual(['notProvisioned']);
    const skus = await graphFetch(tenant, '/v1.0/subscribedSkus', { headers: await adminHeaders(tenant) });
    expect(((await skus.json()) as { value: object[] }).value).toMatchObject([
      { consumedUnits: 1, prepaidUnits: { enabled: 1 } },
    ]);
  });

  it('go on being provisioned after a restart of the tenant', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'gatehouse-tenant-'));
    try {
      const first = await onePartner({ clock: 'virtual', dataFolder });
      await entitledGuest(first);
      await first.stop();
      const second = await onePartner({ clock: 'virtual', dataFolder });
      await second.control.advanceClock({ seconds: 5 });
      expect(await statuses(second)).toEqual(['provisioned']);
      await second.stop();
    } finally {
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });
});
