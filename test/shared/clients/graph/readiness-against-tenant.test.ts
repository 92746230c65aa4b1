import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tenant } from '../../../../local/tenant/tenant';
import { armDesktopRoles } from '../../../../shared/clients/arm/arm-desktop-roles';
import { armDesktops } from '../../../../shared/clients/arm/arm-desktops';
import { connectArm } from '../../../../shared/clients/arm/connect-arm';
import { connectGraph, type GraphConnection } from '../../../../shared/clients/graph/connect-graph';
import { graphCrossTenantAccess } from '../../../../shared/clients/graph/graph-cross-tenant-access';
import { graphGroupMembers } from '../../../../shared/clients/graph/graph-group-members';
import { graphLicences } from '../../../../shared/clients/graph/graph-licences';
import { graphSignInRules } from '../../../../shared/clients/graph/graph-sign-in-rules';
import { graphGroups } from '../../../../shared/clients/graph/graph-groups';
import { graphSignIns } from '../../../../shared/clients/graph/graph-sign-ins';
import { groupId, guestId, stableGuid, tenantId } from '../../../../shared/domain/ids';
import { DESKTOP_USER_ROLE, VM_USER_LOGIN_ROLE } from '../../../../shared/domain/judge-host-pool';
import { CLOUD_PC_GROUP, CONTOSO_TENANT } from '../../../support/contoso-policy';
import { GROUP_SCOPE, POOL } from '../../../local/tenant/arm/arm-clients';
import {
  ACCESS,
  credentialOf,
  ELIGIBLE,
  onePartner,
  stopTenants,
} from '../../../local/tenant/tenant-under-test';

const SKU = 'e2aebe6c-897d-480f-9d62-fff1381581f7';
const STRANGER = tenantId(stableGuid('a tenant nobody set up'));

let tenant: Tenant;
let graph: GraphConnection;
beforeEach(async () => {
  tenant = await onePartner({ clock: 'virtual' });
  const now = { ms: Date.parse((await tenant.control.clock({})).now) };
  graph = connectGraph({ baseUrl: tenant.url, credential: credentialOf(tenant), now: () => now.ms });
});
afterEach(stopTenants);

describe('what keeps guests out, at the simulated tenant', () => {
  it('is told of cross-tenant access: the partner’s own entry, and the default where there is none', async () => {
    const access = graphCrossTenantAccess(graph);
    const own = await access.readInbound(CONTOSO_TENANT);
    expect(own.own).toEqual({
      collaboration: 'allowed',
      trust: { mfa: true, compliantDevice: false, hybridJoinedDevice: false },
    });
    expect(own.fallback.collaboration).toBe('allowed');
    expect((await access.readInbound(STRANGER)).own).toBeNull();
    await tenant.control.setPartnerInbound({ partner: 'contoso', access: 'blocked' });
    expect((await access.readInbound(CONTOSO_TENANT)).own?.collaboration).toBe('blocked');
  });

  it('is told of Conditional Access, once a second', async () => {
    const rules = graphSignInRules(graph);
    expect(await rules.policiesForGuestsOf(CONTOSO_TENANT)).toEqual([]);
    await expect(rules.policiesForGuestsOf(CONTOSO_TENANT)).rejects.toMatchObject({
      reason: 'throttled',
      retryAfterSeconds: 10,
    });
  });

  it('is told of roles and workspaces of the desktops', async () => {
    const arm = connectArm({ endpoint: tenant.url, credential: credentialOf(tenant) });
    const desktops = armDesktops(arm);
    const pool = await desktops.readHostPool(
      `${GROUP_SCOPE}/providers/Microsoft.DesktopVirtualization/hostPools/${POOL}`,
    );
    expect(pool).toMatchObject({ assignmentType: 'Direct' });
    const [applicationGroup] = pool.applicationGroups;
    expect(await desktops.readWorkspaceOf(applicationGroup!)).toMatch(/\/workspaces\/ws-contoso$/i);
    const roles = armDesktopRoles(arm);
    const held = await roles.listHeldAt(applicationGroup!, groupId(ACCESS));
    expect(held.map(({ roleId }) => roleId).sort()).toEqual([DESKTOP_USER_ROLE, VM_USER_LOGIN_ROLE].sort());
    expect(await roles.listHeldAt(GROUP_SCOPE, groupId(ELIGIBLE))).toEqual([]);
  });

  it('is told of licences: units, what the group gives, what it came to for a guest', async () => {
    const licences = graphLicences(graph);
    expect(await licences.listUnits()).toEqual([{ sku: SKU, bought: 10, used: 0 }]);
    expect(await licences.listSkusOf(CLOUD_PC_GROUP)).toEqual([SKU]);
    expect(await licences.listSkusOf(groupId(ACCESS))).toEqual([]);
    const { id } = await tenant.control.invite({ mail: 'ben@contoso.com', usageLocation: 'NL' });
    expect(await licences.listStatesOf(guestId(id))).toEqual([]);
    await tenant.control.addMember({ group: CLOUD_PC_GROUP, member: id });
    expect(await licences.listStatesOf(guestId(id))).toEqual([
      { sku: SKU, group: CLOUD_PC_GROUP, state: 'Active', error: null },
    ]);
  });
});

describe('a group of the partner', () => {
  it('is told with what decides whether it takes guests; one there is not is undefined', async () => {
    const groups = graphGroups(graph);
    expect(await groups.traitsOf(groupId(ACCESS))).toMatchObject({
      id: ACCESS,
      isSecurityEnabled: true,
      isDynamic: false,
      isRoleAssignable: false,
      isPackageManaged: null,
    });
    expect(await groups.traitsOf(groupId(stableGuid('no group')))).toBeUndefined();
  });
});

describe('where a guest signed in from', () => {
  it('is seen in the sign-in log some minutes after, and only since it accepted', async () => {
    const { id } = await tenant.control.invite({ mail: 'ada@contoso.com' });
    const { now } = await tenant.control.clock({});
    await tenant.control.accept({ user: id, homeTenant: 'contoso' });
    const signIns = graphSignIns(graph);
    expect(await signIns.homeTenantOf(guestId(id), now)).toBeUndefined();
    await tenant.control.advanceClock({ minutes: 10 });
    expect(await signIns.homeTenantOf(guestId(id), now)).toBe(CONTOSO_TENANT);
    const later = new Date(Date.parse(now) + 60_000).toISOString();
    expect(await signIns.homeTenantOf(guestId(id), later)).toBeUndefined();
  });

  it('is told for a whole tenant since a time: successes of its users, and nobody else’s', async () => {
    const { id } = await tenant.control.invite({ mail: 'ada@contoso.com' });
    const { now } = await tenant.control.clock({});
    await tenant.control.accept({ user: id, homeTenant: 'contoso' });
    await tenant.control.advanceClock({ minutes: 10 });
    const signIns = graphSignIns(graph);
    const seen = await signIns.successesSince(CONTOSO_TENANT, now);
    expect(seen?.map(({ user }) => user)).toEqual([id]);
    expect(await signIns.successesSince(STRANGER, now)).toEqual([]);
    await tenant.control.addFault({ path: '/beta/auditLogs/signIns', status: 403 });
    expect(await signIns.successesSince(CONTOSO_TENANT, now)).toBeUndefined();
  });

  it('is seen for everybody in one question', async () => {
    const { now } = await tenant.control.clock({});
    const ids: string[] = [];
    for (const name of ['ada', 'ben']) {
      const { id } = await tenant.control.invite({ mail: `${name}@contoso.com` });
      await tenant.control.accept({ user: id, homeTenant: 'contoso' });
      ids.push(id);
    }
    await tenant.control.advanceClock({ minutes: 10 });
    const found = await graphSignIns(graph).listSince(now);
    expect(found?.isComplete).toBe(true);
    expect(found?.signIns.map(({ guest }) => guest).sort()).toEqual(ids.sort());
    expect(new Set(found?.signIns.map(({ homeTenant }) => homeTenant))).toEqual(new Set([CONTOSO_TENANT]));
    await tenant.control.addFault({ path: '/v1.0/auditLogs/signIns', status: 403 });
    const refused = graphSignIns(graph);
    expect([await refused.listSince(now), await refused.listSince(now)]).toEqual([undefined, undefined]);
  });

  it('is nobody’s error: a log that refuses is left alone for an hour', async () => {
    await tenant.control.addFault({ path: '/v1.0/auditLogs/signIns', status: 403 });
    const signIns = graphSignIns(graph);
    const ask = () => signIns.homeTenantOf(guestId(stableGuid('ada')), '2026-01-01T00:00:00.000Z');
    expect([await ask(), await ask(), await ask()]).toEqual([undefined, undefined, undefined]);
    expect((await tenant.control.listFaults({}))[0]?.struck).toBe(1);
  });
});

describe('members read back together', () => {
  it('are those that are there, in one request', async () => {
    const ids: string[] = [];
    for (const name of ['ada', 'ben', 'cleo'])
      ids.push((await tenant.control.invite({ mail: `${name}@contoso.com` })).id);
    await tenant.control.addMember({ group: ACCESS, member: ids[1]! });
    let requests = 0;
    tenant.onTraffic(({ authority }) => (requests += authority === 'graph' ? 1 : 0));
    const found = await graphGroupMembers(graph).membersAmong(groupId(ACCESS), ids.map(guestId));
    expect([...found]).toEqual([ids[1]]);
    expect(requests).toBe(1);
    expect(await graphGroupMembers(graph).membersAmong(groupId(ACCESS), [])).toEqual(new Set());
  });
});
