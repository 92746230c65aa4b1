import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readSnapshot } from './snapshot';

/** The adapters of the running service; what people prepare has files of its own and their own rights. */
const ADAPTERS = ['arm-desktops.ts', 'arm-desktop-roles.ts', 'arm-virtual-machines.ts'];
const POOLS = 'Microsoft.DesktopVirtualization/hostPools';
const MACHINES = 'Microsoft.Compute/virtualMachines';

/** Actions that a method of the Azure clients needs (Azure resource provider operations; the instance view comes with the machine). */
const ACTIONS: Readonly<Record<string, string[]>> = {
  'hostPools.get': [`${POOLS}/read`],
  'sessionHosts.list': [`${POOLS}/sessionHosts/read`],
  'sessionHosts.get': [`${POOLS}/sessionHosts/read`],
  'sessionHosts.update': [`${POOLS}/sessionHosts/write`],
  'userSessions.list': [`${POOLS}/sessionHosts/userSessions/read`],
  'userSessions.delete': [`${POOLS}/sessionHosts/userSessions/delete`],
  'virtualMachines.get': [`${MACHINES}/read`, `${MACHINES}/instanceView/read`],
  'applicationGroups.get': ['Microsoft.DesktopVirtualization/applicationGroups/read'],
  'roleAssignments.listForScope': ['Microsoft.Authorization/roleAssignments/read'],
  'roleAssignments.listForSubscription': ['Microsoft.Authorization/roleAssignments/read'],
  'virtualMachines.start': [`${MACHINES}/start/action`],
  'virtualMachines.restart': [`${MACHINES}/restart/action`],
  'virtualMachines.deallocate': [`${MACHINES}/deallocate/action`],
  'virtualMachineRunCommands.getByVirtualMachine': [`${MACHINES}/runCommands/read`],
  'virtualMachineRunCommands.createOrUpdate': [`${MACHINES}/runCommands/write`],
  'virtualMachineRunCommands.delete': [`${MACHINES}/runCommands/delete`],
};

const callsIn = (file: string): string[] => {
  const text = readFileSync(join(__dirname, '../../shared/clients/arm', file), 'utf8');
  const clients =
    'hostPools|applicationGroups|sessionHosts|userSessions|virtualMachines|virtualMachineRunCommands|roleAssignments';
  const calls = new RegExp(`\\b(${clients})\\s*\\.\\s*(\\w+)\\(`, 'g');
  return [...text.matchAll(calls)].map(([, client, method]) => `${client ?? ''}.${method ?? ''}`);
};

describe('the rights of the runtime identity on desktops', () => {
  it('are exactly what the adapters call, when it may operate them', () => {
    const needed = ADAPTERS.flatMap(callsIn).flatMap(
      (call) => ACTIONS[call] ?? [`no action is told for ${call}`],
    );
    const given = readSnapshot('everything')
      .ofType('Microsoft.Authorization/roleDefinitions')
      .flatMap(({ properties }) =>
        z.array(z.object({ actions: z.array(z.string()) })).parse(properties['permissions']),
      )
      .flatMap(({ actions }) => actions);
    // Machines and pools may lie in different resource groups: each has the right to read who holds which role there.
    expect([...new Set(needed)].sort()).toEqual([...new Set(given)].sort());
  });
});
