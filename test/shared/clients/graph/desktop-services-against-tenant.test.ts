import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { connectGraph, type GraphConnection } from '../../../../shared/clients/graph/connect-graph';
import { graphCloudPcs } from '../../../../shared/clients/graph/graph-cloud-pcs';
import { graphDeviceApps } from '../../../../shared/clients/graph/graph-device-apps';
import { graphDirectory } from '../../../../shared/clients/graph/graph-directory';
import { graphGroupCensus } from '../../../../shared/clients/graph/graph-group-census';
import { graphNetworkAccess } from '../../../../shared/clients/graph/graph-network-access';
import { groupId, guestId, stableGuid } from '../../../../shared/domain/ids';
import {
  ACCESS,
  credentialOf,
  ELIGIBLE,
  onePartner,
  stopTenants,
} from '../../../local/tenant/tenant-under-test';

const GSA_APP = 'f1e2d3c4-b5a6-4978-8a69-5b4c3d2e1f01';
const OFFBOARDING_APP = '6f1a8c25-7d3b-4e9f-a041-92b5c6d7e8f9';
const NAME = 'anna_contoso.com#EXT#@woodgrove.onmicrosoft.com';

let tenant: Tenant;
let graph: GraphConnection;

beforeEach(async () => {
  tenant = await onePartner({ clock: 'virtual' });
  graph = connectGraph({ baseUrl: tenant.url, credential: credentialOf(tenant) });
});
afterEach(stopTenants);

describe('readUsers at the simulated tenant', () => {
  it('finds in batches whoever is there', async () => {
    const mails = Array.from({ length: 23 }, (_, index) => `guest-${index}@contoso.com`);
    const invited = await Promise.all(mails.map((mail) => tenant.control.invite({ mail })));
    const ids = invited.map(({ id }) => guestId(id));
    const found = await graphDirectory(graph).readUsers([...ids, guestId(stableGuid('nobody'))]);
    expect(new Set(found.keys())).toEqual(new Set(ids));
    expect([...found.values()].every(({ domain }) => domain === 'contoso.com')).toBe(true);
  });

  it('gives nobody where one user of a batch is throttled', async () => {
    const anna = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const ben = await tenant.control.invite({ mail: 'ben@contoso.com' });
    await tenant.control.addFault({ path: `/v1.0/users/${ben.id}`, status: 429, retryAfterSeconds: 8 });
    const read = graphDirectory(graph).readUsers([guestId(anna.id), guestId(ben.id)]);
    await expect(read).rejects.toMatchObject({ reason: 'throttled', retryAfterSeconds: 8 });
  });
});

describe('graphGroupCensus at the simulated tenant', () => {
  it('tells direct members with their facts from those who are in it through another group', async () => {
    const anna = await tenant.control.invite({ mail: 'anna@contoso.com' });
    const ben = await tenant.control.invite({ mail: 'ben@contoso.com' });
    await tenant.control.addMember({ group: ACCESS, member: anna.id });
    await tenant.control.addMember({ group: ELIGIBLE, member: ben.id });
    await tenant.control.addMember({ group: ACCESS, member: ELIGIBLE });
    const census = await graphGroupCensus(graph).read(groupId(ACCESS));
    expect(census).toEqual({
      direct: [
        {
          user: expect.objectContaining({ id: anna.id, domain: 'contoso.com', accountEnabled: true }),
          userPrincipalName: NAME,
        },
      ],
      nestedOnly: [ben.id],
      others: 1,
    });
    expect(await graphGroupCensus(graph).read(groupId(stableGuid('no group')))).toBeUndefined();
  });
});

describe('graphNetworkAccess at the simulated tenant', () => {
  it('sees the tenant onboarded, and which profiles the access group has', async () => {
    const networkAccess = graphNetworkAccess(graph);
    expect(await networkAccess.readOnboardingStatus()).toBe('onboarded');
    const profiles = await networkAccess.listForwardingProfiles();
    expect(
      profiles.map(({ trafficForwardingType, isEnabled }) => [trafficForwardingType, isEnabled]),
    ).toEqual([
      ['m365', false],
      ['private', true],
      ['internet', true],
    ]);
    const principal = profiles.find(
      ({ trafficForwardingType }) => trafficForwardingType === 'private',
    )?.servicePrincipalId;
    expect(await networkAccess.listAssignedApps(groupId(ACCESS))).toContain(principal);
    expect(await networkAccess.listAssignedApps(groupId(ELIGIBLE))).toEqual([]);
  });
});

describe('Windows 365 at the simulated tenant', () => {
  it('watches a Cloud PC come, and the client arrive on it', async () => {
    const cloudPcs = graphCloudPcs(graph);
    const apps = graphDeviceApps(graph);
    const { id } = await tenant.control.invite({ mail: 'anna@contoso.com', usageLocation: 'NL' });
    await tenant.control.accept({ user: id });
    expect(await cloudPcs.findCloudPcs(NAME)).toEqual([]);
    await tenant.control.addMember({ group: 'gatehouse-contoso-cloud-pc', member: id });
    const [begun] = await cloudPcs.findCloudPcs(NAME);
    expect(begun).toMatchObject({ managedDeviceId: null });
    expect(begun?.status).not.toBe('provisioned');
    await tenant.control.advanceClock({ hours: 1 });
    const [pc] = await cloudPcs.findCloudPcs(NAME);
    expect(pc?.status).toBe('provisioned');
    expect(await apps.isRequired(GSA_APP)).toBe(true);
    await tenant.control.advanceClock({ hours: 1 });
    expect(await apps.readInstallation(GSA_APP, pc?.managedDeviceId ?? '')).toEqual({
      state: 'installed',
      appVersion: '2.24.117.0',
      errorCode: null,
    });
    expect(await apps.readInstallation(GSA_APP, stableGuid('another device'))).toBeUndefined();
  });

  it('says so where there is no such app', async () => {
    await expect(graphDeviceApps(graph).isRequired(stableGuid('no app'))).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('names the missing permission as the trouble', async () => {
    const credential = credentialOf(tenant, OFFBOARDING_APP, 'development-secret-offboarding');
    const apps = graphDeviceApps(connectGraph({ baseUrl: tenant.url, credential }));
    await expect(apps.isRequired(GSA_APP)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('grant the app the permission'),
    });
  });
});
