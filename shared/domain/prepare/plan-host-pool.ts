import type { GroupId } from '../ids';
import { planRole, type RoleHolding } from './plan-role';
import { hasSingleSignOn, withSingleSignOn } from './rdp-property';
import { alreadyTrue, blocked, willCreate, type PrepareStep, type StepHead } from './prepare-step';

/** An application group of a host pool. */
export interface ApplicationGroupFacts {
  id: string;
  /** `Desktop`, `RemoteApp`, or a value this release does not know. */
  kind: string;
  /** The workspace that shows it; null = none does. */
  workspace: string | null;
}

/** What was read of one personal host pool of a policy. */
export interface HostPoolFacts {
  id: string;
  /** null = there is no such host pool. */
  pool: { hostPoolType: string; customRdpProperty: string } | null;
  applicationGroups: readonly ApplicationGroupFacts[];
  /** Resource ids of the resource groups that hold the pool's machines. */
  machineGroups: readonly string[];
  /** Roles the access group holds at any of these places or above; empty while there is no group. */
  holdings: readonly RoleHolding[];
}

/** Can the access group's members use this pool's desktops? Pure. */
export function planHostPool(facts: HostPoolFacts, group: GroupId | null): PrepareStep[] {
  const name = facts.id.split('/').at(-1) ?? facts.id;
  const key = facts.id.toLowerCase();
  const head: StepHead = {
    id: `host-pool ${key}`,
    what: `Host pool ${name} is personal`,
    why: 'The Global Secure Access client does not work where several people share one Windows.',
  };
  if (facts.pool === null) {
    return [
      blocked(
        head,
        'there is no such host pool, or you may not read it',
        'correct the id in the policy, or take the pool out of it; for reading it you need Desktop Virtualization Reader',
      ),
    ];
  }
  const { hostPoolType, customRdpProperty } = facts.pool;
  const personal =
    hostPoolType === 'Personal'
      ? alreadyTrue(head, 'its type is Personal')
      : blocked(head, `its type is ${hostPoolType}`, 'use a personal host pool, or Windows 365');
  return [
    personal,
    planSingleSignOn(facts.id, name, customRdpProperty),
    ...planApplicationGroups(facts, name, group),
    ...planMachineRoles(facts, name, group),
  ];
}

function planSingleSignOn(id: string, name: string, customRdpProperty: string): PrepareStep {
  const head: StepHead = {
    id: `sso ${id.toLowerCase()}`,
    what: `Single sign-on on ${name}`,
    why: 'A guest has no password here: without single sign-on it stays at the prompt.',
  };
  if (hasSingleSignOn(customRdpProperty)) return alreadyTrue(head, 'enablerdsaadauth:i:1 is set');
  return willCreate(head, 'enablerdsaadauth:i:1 is not set; the other RDP settings stay', {
    kind: 'set-rdp-property',
    hostPool: id,
    customRdpProperty: withSingleSignOn(customRdpProperty),
  });
}

function planApplicationGroups(facts: HostPoolFacts, name: string, group: GroupId | null): PrepareStep[] {
  const desktops = facts.applicationGroups.filter(({ kind }) => kind === 'Desktop');
  const head: StepHead = {
    id: `application-group ${facts.id.toLowerCase()}`,
    what: `A workspace shows the desktop of ${name}`,
    why: 'Windows App lists what a workspace shows, and nothing else.',
  };
  if (desktops.length === 0) {
    return [
      blocked(
        head,
        'the pool has no desktop application group',
        'create one for the pool and add it to a workspace',
      ),
    ];
  }
  const unseen = desktops.filter(({ workspace }) => workspace === null);
  const shown =
    unseen.length === 0
      ? alreadyTrue(head, desktops.map((one) => lastOf(one.workspace ?? '')).join(', '))
      : blocked(
          head,
          `no workspace shows ${unseen.map(({ id }) => lastOf(id)).join(', ')}`,
          'add the application group to a workspace (az desktopvirtualization workspace update)',
        );
  const roles = desktops.map(({ id }) =>
    planRole({ scope: id, role: 'Desktop Virtualization User', group }, facts.holdings),
  );
  return [shown, ...roles];
}

function planMachineRoles(facts: HostPoolFacts, name: string, group: GroupId | null): PrepareStep[] {
  if (facts.machineGroups.length > 0) {
    return facts.machineGroups.map((scope) =>
      planRole({ scope, role: 'Virtual Machine User Login', group }, facts.holdings),
    );
  }
  const head: StepHead = {
    id: `machines ${facts.id.toLowerCase()}`,
    what: `Virtual Machine User Login on the machines of ${name}`,
    why: 'Without it a guest sees the desktop and cannot sign in to the machine.',
  };
  return [
    blocked(
      head,
      'the pool has no session host with a machine yet',
      'add session hosts to the pool, then prepare again: the role goes to their resource group',
    ),
  ];
}

const lastOf = (id: string): string => id.split('/').at(-1) ?? id;
