import type { PrepareChange } from '../../../shared/domain/prepare/prepare-change';
import type { OperatorPorts } from './operator-ports';

/**
 * Makes one change by one port. Safe to repeat, but for a new block policy: whoever calls has just looked that there
 * is none. Throws as the port does.
 */
export function makeChange(ports: OperatorPorts, change: PrepareChange): Promise<void> {
  const make = MAKERS[change.kind] as (ports: OperatorPorts, change: PrepareChange) => Promise<void>;
  return make(ports, change);
}

type Makers = {
  [K in PrepareChange['kind']]: (
    ports: OperatorPorts,
    change: Extract<PrepareChange, { kind: K }>,
  ) => Promise<void>;
};

const MAKERS: Makers = {
  await: () => Promise.resolve(),
  'store-policy': () => Promise.reject(new Error('A policy is stored by its own section')),
  'create-group': ({ groups }, { uniqueName, description }) => groups.ensure(uniqueName, description),
  'assign-role': ({ roles }, { scope, roleId, group }) => roles.ensure(scope, roleId, group),
  'remove-roles': async ({ roles }, { assignments }) => {
    for (const assignment of assignments) await roles.remove(assignment);
  },
  'set-rdp-property': ({ hostPools }, { hostPool, customRdpProperty }) =>
    hostPools.setRdpProperty(hostPool, customRdpProperty),
  'assign-profile': ({ networkAccess }, { group, servicePrincipal }) =>
    networkAccess.assignProfile(group, servicePrincipal),
  'assign-private-app': ({ apps }, { group, servicePrincipal }) => apps.ensure(group, servicePrincipal),
  'assign-provisioning-policy': ({ provisioning }, { policy, groups }) => provisioning.assign(policy, groups),
  'assign-licence': ({ licences }, { group, sku }) => licences.assign(group, sku),
  'trust-partner': ({ trust }, { tenant, hasEntry, trust: claims }) => trust.write(tenant, hasEntry, claims),
  onboard: ({ networkAccess }) => networkAccess.onboard(),
  'enable-profile': ({ networkAccess }, { profile }) => networkAccess.enableProfile(profile),
  'narrow-profile': ({ networkAccess }, { servicePrincipal }) =>
    networkAccess.narrowProfile(servicePrincipal),
  'enable-remote-desktop': ({ remoteDesktop }, { servicePrincipal, hasConfiguration }) =>
    remoteDesktop.enable(servicePrincipal, hasConfiguration),
  'create-block-policy': ({ conditionalAccess }, { draft }) => conditionalAccess.createBlock(draft),
  'amend-block-policy': ({ conditionalAccess }, { policy, conditions }) =>
    conditionalAccess.amend(policy, conditions),
  'enforce-block-policy': ({ conditionalAccess }, { policy }) => conditionalAccess.enforce(policy),
};
