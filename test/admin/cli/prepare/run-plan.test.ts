import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partnerSections } from '../../../../admin/cli/prepare/partner-sections';
import { lookAtAll, runPlan } from '../../../../admin/cli/prepare/run-plan';
import { tenantSections } from '../../../../admin/cli/prepare/tenant-sections';
import { RetryableError, TerminalError } from '../../../../shared/domain/codes';
import { stableGuid } from '../../../../shared/domain/ids';
import { unpreparedPolicy } from '../../../support/contoso-policy-file';
import { memoryOperatorPorts } from '../../../support/memory-operator-ports';
import { plainGroup, unpreparedWorld, type PrepareWorld } from '../../../support/prepare-world';
import { EVERYTHING, prepare, quickRun } from './preparation-under-test';

const NO_GROUPS = { access: null, cloudPc: null };

/** Everything that somebody else put there, as text that a later world must still hold. */
const held = (world: PrepareWorld): string[] => [
  ...world.groups.map(({ id }) => `group ${id}`),
  ...world.roles.map(({ name, scope }) => `role ${scope} ${name}`),
  ...[...world.appAssignments].map((one) => `app ${one}`),
  ...world.provisioning.flatMap(({ id, groups }) => groups.map((group) => `policy ${id} ${group}`)),
  ...world.blockPolicies.flatMap(({ id, excludeUsers, excludeGroups, applications }) =>
    [...excludeUsers, ...excludeGroups, ...applications].map((one) => `block ${id} ${one}`),
  ),
  ...world.pools.flatMap(
    ({ id, pool }) =>
      pool?.customRdpProperty
        .split(';')
        .filter((one) => one !== '' && !one.includes('enablerdsaadauth'))
        .map((one) => `rdp ${id} ${one}`) ?? [],
  ),
];

const trust = fc.record({
  isMfaAccepted: fc.boolean(),
  isCompliantDeviceAccepted: fc.boolean(),
  isHybridAzureADJoinedDeviceAccepted: fc.boolean(),
});

/** Tenants as they come: some things made already, some by hand, some wrong. */
const worlds = fc
  .record({
    onboardingStatus: fc.constantFrom(
      'offboarded',
      'onboarded',
      'onboardingErrorOccurred',
      'offboardingInProgress',
    ),
    groups: fc.subarray([
      plainGroup('gatehouse-contoso-access'),
      plainGroup('gatehouse-contoso-cloud-pc'),
      plainGroup('gatehouse-blocked'),
    ]),
    trust: fc
      .record({ own: fc.option(trust), fallback: trust })
      .map(({ own, fallback }) => ({ hasEntry: own !== null, own, fallback })),
    rdp: fc.constantFrom('', 'enablerdsaadauth:i:1', 'audiomode:i:0;enablerdsaadauth:i:0;x:s:y'),
    hostPoolType: fc.constantFrom('Personal', 'Pooled'),
    isForEverybody: fc.constantFrom(true, false, null),
    isEnabled: fc.boolean(),
    hasPrincipal: fc.boolean(),
    hasWorkspace: fc.boolean(),
    hasMachines: fc.boolean(),
  })
  .map(
    ({ rdp, hostPoolType, isForEverybody, isEnabled, hasPrincipal, hasWorkspace, hasMachines, ...rest }) => {
      const plain = unpreparedWorld(rest);
      return {
        ...plain,
        groups: rest.groups.map((group) => ({ ...group })),
        profiles: plain.profiles.map((profile) => ({
          ...profile,
          isForEverybody,
          isEnabled,
          ...(hasPrincipal ? {} : { servicePrincipal: null, appId: null }),
        })),
        pools: plain.pools.map((pool) => ({
          ...pool,
          pool: { hostPoolType, customRdpProperty: rdp },
          machineGroups: hasMachines ? pool.machineGroups : [],
          applicationGroups: pool.applicationGroups.map((group) => ({
            ...group,
            workspace: hasWorkspace ? group.workspace : null,
          })),
        })),
      };
    },
  );

describe('a preparation', () => {
  it('leaves nothing to make, and takes nothing away, whatever the tenant was like', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const before = held(world);
        const ports = memoryOperatorPorts(world);
        const run = quickRun(ports);
        const policy = unpreparedPolicy();
        for (const sections of [
          tenantSections(ports, EVERYTHING),
          partnerSections(ports, policy, NO_GROUPS).sections,
        ]) {
          const results = await prepare(sections, run);
          expect(results.filter(({ outcome }) => outcome === 'failed' || outcome === 'unconfirmed')).toEqual(
            [],
          );
          const again = await lookAtAll(sections, run);
          const open = again.filter(({ verdict }) => verdict === 'will-create').map(({ id }) => id);
          // Report-only first: enforcing is for a later run, whoever asks for it now.
          expect(open.filter((id) => id !== 'block-policy-enforced')).toEqual([]);
        }
        expect(held(world)).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 60 },
    );
  });

  it('does only what the operator saw', async () => {
    const world = unpreparedWorld();
    const ports = memoryOperatorPorts(world);
    const { sections } = partnerSections(ports, unpreparedPolicy(), NO_GROUPS);
    const run = quickRun(ports);
    const seen = (await lookAtAll(sections, run)).filter(({ id }) => id === 'access-group');
    const results = await runPlan(sections, seen, run);
    expect(world.groups.map(({ name }) => name)).toEqual(['gatehouse-contoso-access']);
    expect(world.roles).toEqual([]);
    expect(results.find(({ step }) => step.id === 'cross-tenant-trust')).toMatchObject({
      outcome: 'blocked',
      message: expect.stringContaining('not in the plan you saw'),
    });
  });

  it('enforces the block only in a later run than the one that made it', async () => {
    const world = unpreparedWorld({ onboardingStatus: 'onboarded' });
    const ports = memoryOperatorPorts(world);
    const run = quickRun(ports);
    await prepare(tenantSections(ports, EVERYTHING), run);
    expect(world.blockPolicies.map(({ state }) => state)).toEqual(['enabledForReportingButNotEnforced']);
    await prepare(tenantSections(ports, { ...EVERYTHING, mayEnforceBlock: false }), run);
    expect(world.blockPolicies.map(({ state }) => state)).toEqual(['enabledForReportingButNotEnforced']);
    await prepare(tenantSections(ports, EVERYTHING), run);
    expect(world.blockPolicies.map(({ state }) => state)).toEqual(['enabled']);
  });

  it('goes on with the other steps where one is refused, and says which role was missing', async () => {
    const world = unpreparedWorld();
    const ports = memoryOperatorPorts(world);
    ports.trust.write = () => Promise.reject(new TerminalError('forbidden', 'no right to change trust'));
    ports.provisioning.list = () => Promise.reject(new TerminalError('forbidden', 'no right to look'));
    const results = await prepare(
      partnerSections(ports, unpreparedPolicy(), NO_GROUPS).sections,
      quickRun(ports),
    );
    const of = (id: string) => results.find(({ step }) => step.id.startsWith(id));
    expect(of('cross-tenant-trust')).toMatchObject({
      outcome: 'failed',
      message: 'no right to change trust',
    });
    expect(of('look cloud-pc')?.step.fix).toMatch(/activate the role Windows 365 Administrator/);
    expect(of('role 1d18fff3')).toMatchObject({ outcome: 'made' });
  });

  it('waits as long as a service asks for, says so, and gives up after ten minutes', async () => {
    const world = unpreparedWorld({ groups: [plainGroup('gatehouse-contoso-access')] });
    const ports = memoryOperatorPorts(world);
    const ensure: typeof ports.roles.ensure = (...told) => memoryOperatorPorts(world).roles.ensure(...told);
    let refusals = 3;
    ports.roles.ensure = (...told) => {
      if (refusals === 0) return ensure(...told);
      refusals -= 1;
      return Promise.reject(new RetryableError('not-replicated', 'unknown principal', 30));
    };
    const run = quickRun(ports);
    await prepare(partnerSections(ports, unpreparedPolicy(), NO_GROUPS).sections, run);
    expect(run.slept).toEqual([30, 30, 30]);
    expect(run.told).toContainEqual(expect.stringMatching(/not-replicated; again in 30 s/));
    expect(world.roles).toHaveLength(2);

    world.roles = [];
    ports.roles.ensure = () => Promise.reject(new RetryableError('not-replicated', 'unknown principal', 50));
    const results = await prepare(partnerSections(ports, unpreparedPolicy(), NO_GROUPS).sections, run);
    expect(results.filter(({ outcome }) => outcome === 'failed')).toHaveLength(2);
    expect(results.find(({ outcome }) => outcome === 'failed')?.message).toMatch(/given up after 600 s/);
  });

  it('calls nothing made that reading back does not show', async () => {
    const ports = memoryOperatorPorts(unpreparedWorld());
    ports.hostPools.setRdpProperty = () => Promise.resolve();
    const run = quickRun(ports);
    const results = await prepare(partnerSections(ports, unpreparedPolicy(), NO_GROUPS).sections, run);
    expect(results.find(({ step }) => step.id.startsWith('sso'))).toMatchObject({ outcome: 'unconfirmed' });
  });

  it.each([
    [{ deletedGroups: [plainGroup('gone').id] }, /was deleted.*keeps its assignments/],
    [{}, /there is no group/],
    [{ groups: [plainGroup('gone', { isDynamic: true })] }, /membership is dynamic/],
  ])('makes nothing on a group that cannot be used: %j', async (changes, observed) => {
    const world = unpreparedWorld(changes);
    const ports = memoryOperatorPorts(world);
    const policy = unpreparedPolicy({ accessGroup: plainGroup('gone').id });
    const results = await prepare(partnerSections(ports, policy, NO_GROUPS).sections, quickRun(ports));
    expect(results[0]?.step.observed).toMatch(observed);
    expect(results.find(({ step }) => step.id.startsWith('role'))?.outcome).toBe('blocked');
    expect(world.roles).toEqual([]);
    expect(world.appAssignments).toEqual(new Set());
  });

  it('takes the groups of the stored policy where the file names none', async () => {
    const stored = plainGroup('made long ago');
    const world = unpreparedWorld({ groups: [stored] });
    const ports = memoryOperatorPorts(world);
    const groups = { access: stored.id, cloudPc: stored.id };
    const { sections, found } = partnerSections(ports, unpreparedPolicy(), groups);
    await prepare(sections, quickRun(ports));
    expect(found).toEqual(groups);
    expect(world.groups).toEqual([stored]);
    expect(world.provisioning[0]?.groups).toEqual([stableGuid('another group'), stored.id]);
  });
});
