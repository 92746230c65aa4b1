import type { OperatorPorts } from '../../admin/cli/prepare/operator-ports';
import { TerminalError } from '../../shared/domain/codes';
import { stableGuid } from '../../shared/domain/ids';
import { roleAssignmentName } from '../../shared/domain/prepare/plan-role';
import { plainGroup, type PrepareWorld } from './prepare-world';

/** The ports of whoever prepares, over a world in memory. Writes replace, as the services' do. */
export function memoryOperatorPorts(world: PrepareWorld): OperatorPorts {
  const assignmentOf = (group: string, servicePrincipal: string) => `${servicePrincipal} ${group}`;
  const apps: OperatorPorts['apps'] = {
    readApp: async (id) => {
      const displayName = world.privateApps[id];
      return displayName === undefined ? undefined : { displayName, isAssignmentRequired: true };
    },
    hasApp: async (appId) => world.knownApps.includes(appId),
    isAssigned: async (group, app) => world.appAssignments.has(assignmentOf(group, app)),
    ensure: async (group, app) => void world.appAssignments.add(assignmentOf(group, app)),
  };
  return {
    apps,
    groups: {
      read: async (id) =>
        world.groups.find((one) => one.id === id) ??
        (world.deletedGroups.includes(id) ? 'soft-deleted' : 'absent'),
      findByName: async (name) => world.groups.filter((one) => one.name === name),
      ensure: async (name) => {
        if (!world.groups.some((one) => one.name === name)) world.groups.push(plainGroup(name));
      },
    },
    roles: {
      listHeld: async (_scope, group) => world.roles.filter((one) => one.group === group),
      ensure: async (scope, roleId, group) =>
        void world.roles.push({ scope, roleId, group, name: roleAssignmentName(scope, roleId, group) }),
      listAt: async (scope) =>
        world.roles
          .filter((one) => one.scope === scope)
          .map(({ name, group }) => ({ id: `${scope}/roleAssignments/${name}`, principal: group })),
      remove: async (assignment) => {
        world.roles = world.roles.filter(
          ({ scope, name }) => `${scope}/roleAssignments/${name}` !== assignment,
        );
      },
    },
    principals: {
      existing: async (ids) => new Set(ids.filter((id) => !world.forgotten.includes(id))),
    },
    networkAccess: networkAccess(world, apps),
    provisioning: {
      list: async () => world.provisioning,
      assign: async (policy, groups) => {
        world.provisioning = world.provisioning.map((one) => (one.id === policy ? { ...one, groups } : one));
      },
    },
    licences: {
      listSkus: async () => world.skus,
      listOf: async (group) => world.groupSkus[group] ?? [],
      assign: async (group, sku) => {
        world.groupSkus[group] = [...(world.groupSkus[group] ?? []), sku];
      },
    },
    conditionalAccess: conditionalAccess(world),
    trust: {
      read: async () => world.trust,
      write: async (_tenant, hasEntry, own) => {
        if (hasEntry !== world.trust.hasEntry) throw new TerminalError('ambiguous', 'there is an entry');
        world.trust = { ...world.trust, hasEntry: true, own };
      },
    },
    remoteDesktop: {
      read: async ({ appId }) => world.remoteDesktop.find((one) => one.appId === appId)!,
      enable: async (servicePrincipal) => {
        world.remoteDesktop = world.remoteDesktop.map((one) =>
          one.servicePrincipal === servicePrincipal ? { ...one, isEnabled: true } : one,
        );
      },
    },
    hostPools: {
      read: async (id) =>
        world.pools.find((one) => one.id === id) ?? {
          id,
          pool: null,
          applicationGroups: [],
          machineGroups: [],
        },
      setRdpProperty: async (id, customRdpProperty) => {
        world.pools = world.pools.map((one) =>
          one.id === id && one.pool !== null ? { ...one, pool: { ...one.pool, customRdpProperty } } : one,
        );
      },
    },
  };
}

function networkAccess(world: PrepareWorld, apps: OperatorPorts['apps']): OperatorPorts['networkAccess'] {
  const change = (isMeant: (one: PrepareWorld['profiles'][number]) => boolean, changes: object) => {
    world.profiles = world.profiles.map((one) => (isMeant(one) ? { ...one, ...changes } : one));
  };
  return {
    readOnboardingStatus: async () => world.onboardingStatus,
    onboard: async () => void (world.onboardingStatus = 'onboarded'),
    listProfiles: async () => world.profiles,
    enableProfile: async (id) => change((one) => one.id === id, { isEnabled: true }),
    isProfileAssigned: (group, principal) => apps.isAssigned(group, principal),
    assignProfile: (group, principal) => apps.ensure(group, principal),
    narrowProfile: async (principal) =>
      change((one) => one.servicePrincipal === principal, { isForEverybody: false }),
  };
}

function conditionalAccess(world: PrepareWorld): OperatorPorts['conditionalAccess'] {
  const change = (id: string, changes: object) => {
    world.blockPolicies = world.blockPolicies.map((one) => (one.id === id ? { ...one, ...changes } : one));
  };
  return {
    list: async () => world.blockPolicies,
    createBlock: async ({ displayName, blockedGroup, breakGlass, applications }) => {
      const { groups: excludeGroups, users: excludeUsers } = breakGlass;
      world.blockPolicies.push({
        id: stableGuid(`policy ${world.blockPolicies.length}`),
        displayName,
        state: 'enabledForReportingButNotEnforced',
        isBlock: true,
        includeGroups: [blockedGroup],
        excludeGroups,
        excludeUsers,
        applications,
        conditions: { users: {}, applications: {} },
      });
    },
    amend: async (id, { users, applications }) =>
      change(id, {
        excludeGroups: users['excludeGroups'],
        excludeUsers: users['excludeUsers'],
        applications: applications['includeApplications'],
      }),
    enforce: async (id) => change(id, { state: 'enabled' }),
  };
}
