import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectGraph, type GraphConnection } from '../../../../shared/clients/graph/connect-graph';
import { graphDeviceApps } from '../../../../shared/clients/graph/graph-device-apps';
import { scriptedService, staticCredential, stopServices, type ScriptedService } from '../scripted-service';

const APP = 'e1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c02';
const DEVICE = 'f1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c03';

let service: ScriptedService;
let graph: GraphConnection;

beforeEach(async () => {
  service = await scriptedService();
  graph = connectGraph({ baseUrl: service.url, credential: staticCredential() });
});
afterEach(stopServices);

describe('graphDeviceApps', () => {
  const target = (type: string) => ({ target: { '@odata.type': `#microsoft.graph.${type}` } });

  it.each([
    [[{ intent: 'required', ...target('groupAssignmentTarget') }], true],
    [[{ intent: 'required', ...target('allDevicesAssignmentTarget') }], true],
    [[{ intent: 'required', ...target('exclusionGroupAssignmentTarget') }], false],
    [[{ intent: 'available', ...target('groupAssignmentTarget') }], false],
    [[], false],
  ])('of the assignments %j says %p', async (value, isRequired) => {
    service.answer({ body: { value } });
    expect(await graphDeviceApps(graph).isRequired(APP)).toBe(isRequired);
  });

  const report = (
    rows: unknown[][],
    total = rows.length,
    columns = ['AppVersion', 'DeviceId', 'AppInstallState', 'HexErrorCode'],
  ) => ({
    headers: { 'content-type': 'application/octet-stream' },
    body: {
      TotalRowCount: total,
      Schema: columns.map((name) => ({ Column: name, PropertyType: 'String' })),
      Values: rows,
    },
  });

  it.each([
    [
      ['2.24.117', DEVICE.toUpperCase(), 'Installed', '0x00000000'],
      { state: 'installed', appVersion: '2.24.117', errorCode: null },
    ],
    [['', DEVICE, 2, '0x80070005'], { state: 'failed', appVersion: null, errorCode: '0x80070005' }],
    [[null, DEVICE, 5, ''], { state: 'pendingInstall', appVersion: null, errorCode: null }],
    [[null, DEVICE, 'somethingNew', null], { state: 'somethingNew', appVersion: null, errorCode: null }],
  ])('reads the row %j', async (row, installation) => {
    service.answer(report([row]));
    expect(await graphDeviceApps(graph).readInstallation(APP, DEVICE)).toEqual(installation);
  });

  it('looks for the device page after page, and bears that it is in none', async () => {
    const strangers = Array.from({ length: 50 }, () => ['', APP, 'failed', '']);
    service.answer(report(strangers, 51), report([['1', DEVICE, 'installed', '']], 51), report([], 0));
    expect(await graphDeviceApps(graph).readInstallation(APP, DEVICE)).toMatchObject({ appVersion: '1' });
    expect(service.received.map(({ body }) => (body as { skip: number }).skip)).toEqual([0, 50]);
    expect(await graphDeviceApps(graph).readInstallation(APP, DEVICE)).toBeUndefined();
  });

  it('reads the other name of the state column', async () => {
    service.answer(report([[DEVICE, 1]], 1, ['DeviceId', 'InstallState']));
    expect(await graphDeviceApps(graph).readInstallation(APP, DEVICE)).toMatchObject({ state: 'installed' });
  });
});
