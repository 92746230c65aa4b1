import { afterEach, describe, expect, it } from '@jest/globals';
import { stillTenant } from '../arm/arm-clients';
import { adminHeaders } from '../network-access/admin-headers';
import { ELIGIBLE, graphFetch, graphOf, stopTenants } from '../tenant-under-test';
import type { Tenant } from '../../../../local/tenant/tenant';

afterEach(stopTenants);

const APP = 'f1e2d3c4-b5a6-4978-8a69-5b4c3d2e1f01';
const REPORT = '/v1.0/deviceManagement/reports/retrieveDeviceAppInstallationStatusReport';

interface Report {
  TotalRowCount: number;
  Schema: { Column: string; PropertyType: string }[];
  Values: unknown[][];
}

/** A guest whose Cloud PC is just provisioned. */
async function withCloudPc(tenant: Tenant): Promise<string> {
  const { id } = await tenant.control.invite({ mail: 'cora@contoso.com' });
  await tenant.control.accept({ user: id });
  await tenant.control.addMember({ group: 'gatehouse-contoso-cloud-pc', member: id });
  await tenant.control.advanceClock({ seconds: 5 });
  return id;
}

async function report(
  tenant: Tenant,
  select = ['DeviceId', 'AppInstallState', 'AppVersion', 'HexErrorCode'],
): Promise<Report> {
  const body = JSON.stringify({ select, filter: `(ApplicationId eq '${APP}')`, skip: 0, top: 50 });
  const answer = await graphFetch(tenant, REPORT, { method: 'POST', body });
  return (await answer.json()) as Report;
}

describe('Intune apps', () => {
  it('are required for the device group and installed on a new Cloud PC after a while', async () => {
    const tenant = await stillTenant();
    const assignments = (await graphOf(tenant)
      .api(`/deviceAppManagement/mobileApps/${APP}/assignments`)
      .get()) as {
      value: object[];
    };
    expect(assignments.value).toMatchObject([{ intent: 'required' }]);
    await withCloudPc(tenant);
    const [pc] = await tenant.control.listCloudPcs();
    const pending = await report(tenant);
    expect(pending.Schema.map(({ Column }) => Column)).toEqual([
      'DeviceId',
      'AppInstallState',
      'AppVersion',
      'HexErrorCode',
    ]);
    expect(pending.Values).toEqual([[pc?.managedDeviceId, 5, '', '0x00000000']]);
    await tenant.control.advanceClock({ seconds: 3 });
    expect((await report(tenant)).Values).toEqual([[pc?.managedDeviceId, 1, '2.24.117.0', '0x00000000']]);
  });

  it('show no row while the report lags behind', async () => {
    const tenant = await stillTenant();
    await tenant.control.setDurations({ appReportLag: 3600 });
    await withCloudPc(tenant);
    await tenant.control.advanceClock({ minutes: 10 });
    expect((await report(tenant)).Values).toEqual([]);
    await tenant.control.advanceClock({ minutes: 51 });
    expect((await report(tenant, ['AppInstallState_loc'])).Values).toEqual([['Installed']]);
  });

  it('fail with a code where the control API says so', async () => {
    const tenant = await stillTenant();
    const guest = await withCloudPc(tenant);
    await tenant.control.failAppInstallation({ user: guest });
    await tenant.control.advanceClock({ seconds: 3 });
    expect((await report(tenant, ['AppInstallState', 'HexErrorCode'])).Values).toEqual([[2, '0x87D1041C']]);
  });

  it('are taken off by the intent uninstall, and assign replaces the whole list', async () => {
    const tenant = await stillTenant();
    await withCloudPc(tenant);
    await tenant.control.advanceClock({ seconds: 3 });
    const headers = await adminHeaders(tenant);
    const groupId = 'd1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c08';
    const body = JSON.stringify({
      mobileAppAssignments: [
        { intent: 'uninstall', target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId } },
      ],
    });
    const assign = `/v1.0/deviceAppManagement/mobileApps/${APP}/assign`;
    expect((await graphFetch(tenant, assign, { method: 'POST', headers, body })).status).toBe(204);
    await tenant.control.advanceClock({ seconds: 3 });
    expect((await report(tenant, ['AppInstallState'])).Values).toEqual([[3]]);
    const wrong = JSON.stringify({
      mobileAppAssignments: [
        {
          intent: 'required',
          target: { '@odata.type': '#microsoft.graph.exclusionGroupAssignmentTarget', groupId: ELIGIBLE },
        },
      ],
    });
    expect((await graphFetch(tenant, assign, { method: 'POST', headers, body: wrong })).status).toBe(501);
  });

  it('refuse the report to who lacks the permission for apps', async () => {
    const tenant = await stillTenant();
    const headers = await adminHeaders(tenant, 'https://management.azure.com');
    const answer = await graphFetch(tenant, REPORT, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(401);
    const bare = await graphFetch(tenant, REPORT, { method: 'POST', body: '{}' });
    expect(bare.status).toBe(400);
  });

  it('stand on managed devices that carry the Cloud PC names', async () => {
    const tenant = await stillTenant();
    await withCloudPc(tenant);
    const devices = (await graphOf(tenant).api('/deviceManagement/managedDevices').get()) as {
      value: object[];
    };
    expect(devices.value).toMatchObject([{ deviceName: 'CPC-00001', operatingSystem: 'Windows' }]);
  });
});
