import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatehouseProgram } from '../../../../admin/cli/gatehouse-program';
import type { Tenant } from '../../../../local/tenant/tenant';
import { permissionsOf } from '../../../../shared/domain/graph-permissions';
import { adminGraph } from '../../../support/admin-graph';
import { adminHeaders } from '../../../local/tenant/network-access/admin-headers';
import { graphFetch, onePartner, stopTenants } from '../../../local/tenant/tenant-under-test';

const RUNTIME = '9a1d4c52-6b0f-4f6e-8a35-0c4f5e1b7d21';
const UNIT = 'd2a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c77';
const WITHOUT = ['--without', 'CloudPC.Read.All', 'DeviceManagementApps.Read.All'];

let tenant: Tenant;
let token: string;

beforeAll(async () => {
  tenant = await onePartner();
  await tenant.control.putAdministrativeUnit({ name: 'partners', id: UNIT });
  token = (await adminHeaders(tenant)).authorization.replace('Bearer ', '');
  const held = await assignments();
  for (const one of held) await adminGraph(tenant, 'DELETE', `${PATH(one.resourceId)}/${one.id}`);
});
afterAll(stopTenants);

const PATH = (resource: string) => `/v1.0/servicePrincipals/${resource}/appRoleAssignedTo`;
interface Assignment {
  id: string;
  resourceId: string;
  appRoleId: string;
}
const assignments = async () =>
  (
    await adminGraph<{ value: Assignment[] }>(
      tenant,
      'GET',
      `/v1.0/servicePrincipals/${RUNTIME}/appRoleAssignments`,
    )
  ).value;

async function permissions(...args: string[]): Promise<{ text: string; code: number | undefined }> {
  const said: string[] = [];
  let code: number | undefined;
  const env = {
    GATEHOUSE_GRAPH_URL: tenant.url,
    GATEHOUSE_GRAPH_TOKEN: token,
    GATEHOUSE_RUNTIME_PRINCIPAL_ID: RUNTIME,
  };
  const terminal = {
    print: (text: string) => void said.push(text),
    exitWith: (exit: number) => void (code = exit),
  };
  await gatehouseProgram(env, terminal).parseAsync(['permissions', ...args], { from: 'user' });
  return { text: said.join('\n'), code };
}

const hashIn = (text: string): string => /^Plan ([0-9a-f]{16})\./m.exec(text)?.[1] ?? '';
const wanted = permissionsOf('runtime', 'observe')
  .map(({ permission }) => permission)
  .filter((name) => !WITHOUT.includes(name));

/** One story, told in order: nothing is granted at its beginning. */
describe('gatehouse permissions, against the simulated tenant', () => {
  it('shows before anything is granted what, why, and what it could be abused for, and changes nothing', async () => {
    const { text, code } = await permissions('plan', ...WITHOUT);
    for (const name of wanted) expect(text).toContain(`+ to grant: ${name}\n`);
    expect(text).not.toContain('GroupMember.ReadWrite.All');
    expect(text.match(/^ {4}why: /gm)).toHaveLength(wanted.length);
    expect(text.match(/^ {4}abuse: /gm)).toHaveLength(wanted.length);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
    expect(await permissions('check', ...WITHOUT)).toMatchObject({ code: 1 });
    expect(await assignments()).toEqual([]);
  });

  it('grants nothing without the hash of the plan that was looked at', async () => {
    expect(await permissions('apply', ...WITHOUT)).toMatchObject({
      text: expect.stringContaining('Nothing was changed'),
      code: 2,
    });
    await expect(permissions('apply', ...WITHOUT, '--plan', '0123456789abcdef')).rejects.toThrow(
      /Nothing was changed\. Look again/,
    );
    expect(await assignments()).toEqual([]);
  });

  it('grants what the plan says, and the identity can then do it and nothing else', async () => {
    expect((await graphFetch(tenant, '/v1.0/users')).status).toBe(403);
    const { text } = await permissions('plan', ...WITHOUT);
    const applied = await permissions('apply', ...WITHOUT, '--plan', hashIn(text));
    expect(applied.text).toContain('granted User.Read.All');
    expect(applied).toMatchObject({ code: 0, text: expect.stringContaining('Well: exactly what is needed') });
    expect((await graphFetch(tenant, '/v1.0/users')).status).toBe(200);
    expect((await graphFetch(tenant, '/v1.0/identity/conditionalAccess/policies')).status).not.toBe(401);
    expect(await permissions('check', ...WITHOUT)).toMatchObject({ code: 0 });
  });

  it('says what is too much, whether Graph or the directory gave it, and takes back only what was granted on Graph', async () => {
    const { id: resource, appRoles } = await adminGraph<{
      id: string;
      appRoles: { id: string; value: string }[];
    }>(tenant, 'GET', "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')");
    const directory = appRoles.find(({ value }) => value === 'Directory.ReadWrite.All')!;
    const grant = { principalId: RUNTIME, resourceId: resource, appRoleId: directory.id };
    await adminGraph(tenant, 'POST', PATH(resource), grant);
    await adminGraph(tenant, 'POST', '/v1.0/roleManagement/directory/roleAssignments', {
      principalId: RUNTIME,
      roleDefinitionId: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
      directoryScopeId: '/',
    });
    const { text, code } = await permissions('check', ...WITHOUT);
    expect(text).toContain('TOO MUCH: Directory.ReadWrite.All');
    expect(text).toContain('TOO MUCH: User Administrator in the whole tenant');
    expect(code).toBe(1);
    const plan = await permissions('plan', ...WITHOUT, '--remove-surplus');
    const done = await permissions('apply', ...WITHOUT, '--remove-surplus', '--plan', hashIn(plan.text));
    expect(done.text).toContain('taken back Directory.ReadWrite.All');
    expect(done.text).toContain('left alone: User Administrator');
    expect((await assignments()).map(({ appRoleId }) => appRoleId)).not.toContain(directory.id);
    expect(done.code).toBe(1);
  });

  it('adds writes only when told to, within an administrative unit if there is one', async () => {
    const bound = [...WITHOUT, '--writes', '--administrative-unit', UNIT];
    const { text } = await permissions('plan', ...bound);
    expect(text).toContain(`+ to grant: Groups Administrator in /administrativeUnits/${UNIT}`);
    expect(text).not.toContain('GroupMember.ReadWrite.All');
    await permissions('apply', ...bound, '--plan', hashIn(text));
    const { identities } = JSON.parse((await permissions('check', ...bound, '--json')).text) as {
      identities: { missing: unknown[]; surplus: { what: string }[] }[];
    };
    expect(identities[0]?.missing).toEqual([]);
    const plan = await permissions('plan', ...WITHOUT, '--writes');
    expect(plan.text).toContain('+ to grant: GroupMember.ReadWrite.All');
  });

  it('refuses a client id, or another tenant’s object id, with what to do', async () => {
    await expect(permissions('plan', '--runtime', UNIT)).rejects.toThrow(/object id, not the client id/);
  });

  it('says which right the person lacks, and changes nothing', async () => {
    token = (await tenant.control.appToken({ app: 'gatehouse-offboarding' })).accessToken;
    const { text } = await permissions('plan', '--writes', ...WITHOUT);
    await expect(permissions('apply', '--writes', ...WITHOUT, '--plan', hashIn(text))).rejects.toThrow(/403/);
  });
});
