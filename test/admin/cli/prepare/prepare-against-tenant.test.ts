import { afterEach, describe, expect, it } from '@jest/globals';
import { operatorPorts } from '../../../../admin/cli/prepare/operator-ports';
import { partnerSections } from '../../../../admin/cli/prepare/partner-sections';
import { lookAtAll } from '../../../../admin/cli/prepare/run-plan';
import { tenantSections } from '../../../../admin/cli/prepare/tenant-sections';
import { operatorCredential } from '../../../../admin/cli/sign-in';
import { loadScenario, parseScenario } from '../../../../local/tenant/scenarios/load-scenario';
import type { Tenant } from '../../../../local/tenant/tenant';
import { groupId } from '../../../../shared/domain/ids';
import { unpreparedPolicy } from '../../../support/contoso-policy-file';
import { MACHINES } from '../../../support/prepare-world';
import { ACCESS, onePartner, stopTenants } from '../../../local/tenant/tenant-under-test';
import { EVERYTHING, prepare, quickRun, verdicts } from './preparation-under-test';

const NO_GROUPS = { access: null, cloudPc: null };
const VM_LOGIN = 'fb879df8-f326-4884-b1cf-06f3ad86be52';

afterEach(stopTenants);

/** The ports as Piet, who has the roles, would have them; waits move the tenant's clock. */
async function portsOf(tenant: Tenant, user = 'piet') {
  const token = async (audience: string) => (await tenant.control.userToken({ user, audience })).accessToken;
  const credential = operatorCredential(
    { signIn: 'default', tenantId: undefined, clientId: undefined },
    { graph: await token('https://graph.microsoft.com'), arm: await token('https://management.azure.com') },
  );
  const ports = operatorPorts({ credential, graphUrl: tenant.url, armUrl: tenant.url });
  const run = quickRun(ports);
  const sleep = async (seconds: number) => {
    run.slept.push(seconds);
    await tenant.control.advanceClock({ seconds });
  };
  return { ports, run: { ...run, sleep }, token };
}

const unprepared = () => onePartner({ scenario: loadScenario('unprepared'), clock: 'virtual' });

describe('preparation at the simulated tenant, signed in as a person', () => {
  it('makes an unprepared tenant and partner ready, and finds nothing to do afterwards', async () => {
    const tenant = await unprepared();
    await tenant.control.setSwitch({ name: 'newPrincipalUnknownMs', value: 60_000 });
    const { ports, run } = await portsOf(tenant);
    const once = tenantSections(ports, { ...EVERYTHING, mayEnforceBlock: false });
    const ofPartner = partnerSections(ports, unpreparedPolicy(), NO_GROUPS).sections;
    const results = [...(await prepare(once, run)), ...(await prepare(ofPartner, run))];
    expect(results.filter(({ outcome }) => outcome === 'made').length).toBeGreaterThan(15);
    const left = results.filter(({ outcome }) => outcome !== 'made' && outcome !== 'was-true');
    expect(left.map(({ step, message }) => [step.id, message])).toEqual([
      ['block-policy-enforced', 'its state is enabledForReportingButNotEnforced'],
    ]);
    expect(run.told).toContainEqual(expect.stringMatching(/not-replicated/));
    const after = await lookAtAll([...once, ...ofPartner], run);
    expect(after.filter(({ verdict }) => verdict === 'will-create')).toEqual([]);
    expect(after.filter(({ warning }) => warning !== null).map(({ id, warning }) => [id, warning])).toEqual(
      [],
    );
  });

  it('finds the prepared scenario prepared, but for what its policy leaves out', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { ports, run } = await portsOf(tenant);
    const stored = { access: groupId(ACCESS), cloudPc: groupId('d1a0c3b2-4e5f-4a6b-8c7d-9e0f1a2b3c05') };
    const { sections } = partnerSections(ports, unpreparedPolicy({ privateApps: [] }), stored);
    const steps = await lookAtAll(sections, run);
    expect(new Set(steps.map(({ verdict }) => verdict))).toEqual(new Set(['already-true']));
  });

  it('accepts a role assignment that somebody made under another name', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { ports } = await portsOf(tenant);
    const group = groupId(ACCESS);
    const [held] = await ports.roles.listHeld(MACHINES, group);
    await ports.roles.ensure(MACHINES, VM_LOGIN, group);
    const after = await ports.roles.listHeld(MACHINES, group);
    expect(after.filter(({ roleId }) => roleId === VM_LOGIN)).toEqual([
      expect.objectContaining({ scope: expect.stringMatching(/rg-contoso-desktops$/i) }),
    ]);
    expect(held).toBeDefined();
  });

  it('takes away the roles of a group that is gone for good, when told to, and of nobody else', async () => {
    const tenant = await onePartner({ clock: 'virtual' });
    const { ports, run } = await portsOf(tenant);
    await tenant.control.setSwitch({ name: 'newPrincipalUnknownMs', value: 0 });
    await ports.groups.ensure('project-that-ended', 'Held a role once');
    const group = (await ports.groups.findByName('project-that-ended'))[0]!.id;
    await ports.roles.ensure(MACHINES, VM_LOGIN, group);
    const held = async () => (await ports.roles.listAt(MACHINES)).map(({ principal }) => principal);
    const others = (await held()).filter((one) => one !== group);
    const stored = { access: groupId(ACCESS), cloudPc: null };
    const look = async (mayRemoveOrphans: boolean) => {
      const { sections } = partnerSections(ports, unpreparedPolicy(), stored, { mayRemoveOrphans });
      return sections.filter(({ id }) => id.startsWith('orphans'));
    };
    await tenant.control.deleteGroup({ group });
    expect(await lookAtAll(await look(true), run)).toMatchObject([
      { verdict: 'already-true', warning: null },
    ]);
    await tenant.control.advanceClock({ days: 31 });
    expect(await lookAtAll(await look(false), run)).toMatchObject([
      { verdict: 'already-true', warning: expect.stringContaining(`${group}; say --remove-orphans`) },
    ]);
    expect(await prepare(await look(true), run)).toMatchObject([{ outcome: 'made' }]);
    expect(await held()).toEqual(others);
  });

  it('says who has to sign in where the person lacks the role', async () => {
    const tenant = await unprepared();
    const { ports, run } = await portsOf(tenant, 'rita');
    const results = await prepare(tenantSections(ports, EVERYTHING), run);
    expect(results.find(({ step }) => step.id === 'onboarding')).toMatchObject({ outcome: 'failed' });
  });

  it('refuses groups whose members are decided elsewhere, and tells a deleted group from none', async () => {
    const kinds = [
      ['dynamic', { membershipRule: '(user.mail -endsWith "@contoso.com")' }],
      ['synchronised', { synchronised: true }],
      ['role-assignable', { assignableToRole: true }],
      ['mail-enabled', { mailEnabled: true }],
      ['package', { packageManaged: true }],
    ] as const;
    const groups = kinds.map(([name, traits]) => ({ name, ...traits }));
    const tenant = await onePartner({
      scenario: parseScenario(JSON.stringify({ extends: 'unprepared', groups }), 'the test'),
      clock: 'virtual',
    });
    const { ports, run } = await portsOf(tenant);
    for (const [name] of kinds) {
      const [found] = await ports.groups.findByName(name);
      const policy = unpreparedPolicy({ accessGroup: found!.id });
      const [step] = await lookAtAll(partnerSections(ports, policy, NO_GROUPS).sections, run);
      expect(verdicts([step!])).toEqual(['access-group blocked']);
      expect(step?.observed).toContain(name);
    }
  });
});
