import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { connectGraph, type GraphConnection } from '../../../../shared/clients/graph/connect-graph';
import { graphDirectory } from '../../../../shared/clients/graph/graph-directory';
import { graphGroupMembers } from '../../../../shared/clients/graph/graph-group-members';
import { groupId, guestId, stableGuid, type GuestId } from '../../../../shared/domain/ids';
import {
  ACCESS,
  credentialOf,
  ELIGIBLE,
  onePartner,
  stopTenants,
} from '../../../local/tenant/tenant-under-test';

const GROUP = groupId(ACCESS);
const OTHER_GROUP = groupId(ELIGIBLE);
const STRANGER = guestId(stableGuid('nobody'));

let tenant: Tenant;
let graph: GraphConnection;
let anna: GuestId;

beforeEach(async () => {
  tenant = await onePartner({ clock: 'virtual' });
  graph = connectGraph({ baseUrl: tenant.url, credential: credentialOf(tenant) });
  const { id } = await tenant.control.invite({ mail: 'anna@contoso.com' });
  anna = guestId(id);
});
afterEach(stopTenants);

describe('graphDirectory at the simulated tenant', () => {
  it('sees an invited guest, and the same guest accepted', async () => {
    const directory = graphDirectory(graph);
    expect(await directory.readUser(anna)).toMatchObject({
      id: anna,
      userType: 'Guest',
      externalUserState: 'PendingAcceptance',
      creationType: 'Invitation',
      accountEnabled: true,
      domain: 'contoso.com',
    });
    await tenant.control.accept({ user: anna });
    const accepted = await directory.readUser(anna);
    expect(accepted).toMatchObject({ externalUserState: 'Accepted' });
    expect(accepted?.issuers).toContain('ExternalAzureAD');
    expect(await directory.readUserPrincipalName(anna)).toBe(
      'anna_contoso.com#EXT#@woodgrove.onmicrosoft.com',
    );
  });

  it('tells a soft-deleted user from one that never was', async () => {
    const directory = graphDirectory(graph);
    await tenant.control.deleteUser({ user: anna });
    expect(await directory.readUser(anna)).toBeUndefined();
    expect(await directory.isSoftDeleted(anna)).toBe(true);
    expect(await directory.isSoftDeleted(STRANGER)).toBe(false);
  });

  it('finds the home tenant of a partner, and none for a domain nobody owns', async () => {
    const directory = graphDirectory(graph);
    expect(await directory.findHomeTenant('contoso.com')).toBe('c7b6a5f4-e3d2-4c1b-8a09-f8e7d6c5b4a3');
    expect(await directory.findHomeTenant('nobody.example')).toBeUndefined();
  });

  it('finds the memberships that were asked about', async () => {
    await tenant.control.addMember({ group: ELIGIBLE, member: anna });
    expect(await graphDirectory(graph).readMemberships(anna, [GROUP, OTHER_GROUP])).toEqual([OTHER_GROUP]);
  });

  it.each([
    [
      { status: 429, retryAfterSeconds: 2.5 },
      { reason: 'throttled', retryAfterSeconds: 2.5 },
    ],
    [{ status: 503 }, { reason: 'unavailable', retryAfterSeconds: 15 }],
    [{ status: 504 }, { reason: 'timed-out' }],
    [{ status: 0 }, { reason: 'unavailable' }],
    [{ status: 403, code: 'Authorization_RequestDenied' }, { code: 'forbidden' }],
  ])('answers %j with %j, after one request', async (fault, failure) => {
    await tenant.control.addFault({ path: '/v1.0/users/*', ...fault });
    await expect(graphDirectory(graph).readUser(anna)).rejects.toMatchObject(failure);
    const [rule] = await tenant.control.listFaults({});
    expect(rule?.struck).toBe(1);
  });

  it('says that it is the sign-in that was refused', async () => {
    const cli = connectGraph({
      baseUrl: tenant.url,
      credential: credentialOf(tenant, 'f0f0f0f0-0000-4000-8000-000000000001'),
    });
    await expect(graphDirectory(cli).readUser(anna)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/could not sign in.*AADSTS/),
    });
  });
});

describe('graphGroupMembers at the simulated tenant', () => {
  it('adds and removes, and counts a repeat as success', async () => {
    const members = graphGroupMembers(graph);
    await members.ensureMember(GROUP, anna);
    await members.ensureMember(GROUP, anna);
    expect(await members.isMember(GROUP, anna)).toBe(true);
    await members.removeMember(GROUP, anna);
    await members.removeMember(GROUP, anna);
    expect(await members.isMember(GROUP, anna)).toBe(false);
    expect(await graphDirectory(graph).readUser(anna)).toBeDefined();
  });

  it('does not claim a membership that a replica does not show yet, and asks again in the end', async () => {
    const members = graphGroupMembers(graph);
    await tenant.control.setReplicationLag({ ms: 60_000 });
    await members.ensureMember(GROUP, anna);
    expect(await members.isMember(GROUP, anna)).toBe(false);
    await expect(members.ensureMember(GROUP, anna)).rejects.toMatchObject({ reason: 'not-replicated' });
    await tenant.control.advanceClock({ minutes: 2 });
    await members.ensureMember(GROUP, anna);
    expect(await members.isMember(GROUP, anna)).toBe(true);
  });

  it('waits for a user the directory does not know, and not for a group that is gone', async () => {
    const members = graphGroupMembers(graph);
    await expect(members.ensureMember(GROUP, STRANGER)).rejects.toMatchObject({ reason: 'not-replicated' });
    await tenant.control.deleteGroup({ group: ACCESS });
    await expect(members.ensureMember(GROUP, anna)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('adds twenty or nobody', async () => {
    const members = graphGroupMembers(graph);
    const { id } = await tenant.control.invite({ mail: 'ben@contoso.com' });
    const ben = guestId(id);
    await expect(members.addMembers(GROUP, [anna, STRANGER])).rejects.toMatchObject({ code: 'not-found' });
    expect(await members.isMember(GROUP, anna)).toBe(false);
    await members.addMembers(GROUP, [anna, ben]);
    expect(await Promise.all([anna, ben].map((member) => members.isMember(GROUP, member)))).toEqual([
      true,
      true,
    ]);
    await expect(members.addMembers(GROUP, [anna])).rejects.toMatchObject({ code: 'rejected' });
  });

  it('converges where the answer to a write that happened is lost', async () => {
    const members = graphGroupMembers(graph);
    await tenant.control.addFault({
      path: `/v1.0/groups/${GROUP}/members/$ref`,
      status: 0,
      afterEffect: true,
      count: 1,
    });
    await expect(members.ensureMember(GROUP, anna)).rejects.toMatchObject({ reason: 'unavailable' });
    await members.ensureMember(GROUP, anna);
    expect(await tenant.control.listMembers({ group: ACCESS })).toEqual([
      expect.objectContaining({ id: anna }),
    ]);
  });
});
