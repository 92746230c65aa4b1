import { describe, expect, it } from '@jest/globals';
import { armPathTemplate, armResourceId } from '../../../../shared/clients/arm/arm-resource-id';

const POOL = 'Microsoft.DesktopVirtualization/hostPools';
const SUBSCRIPTION = '/subscriptions/s-1/resourceGroups/rg-1';
const POOL_ID = `${SUBSCRIPTION}/providers/${POOL}/pool-1`;

describe('armResourceId', () => {
  it('takes an id apart in any case, since ARM does not keep it', () => {
    const id = POOL_ID.replace('resourceGroups', 'resourcegroups').replace('hostPools', 'hostpools');
    expect(armResourceId(id, POOL)).toEqual({
      subscription: 's-1',
      resourceGroup: 'rg-1',
      names: ['pool-1'],
    });
    expect(armResourceId(`${POOL_ID}/sessionHosts/h-1.contoso.com`, `${POOL}/sessionHosts`).names).toEqual([
      'pool-1',
      'h-1.contoso.com',
    ]);
  });

  it.each([
    '',
    'pool-1',
    `${POOL_ID}/sessionHosts/h`,
    `${SUBSCRIPTION}/providers/${POOL}/`,
    POOL_ID.replace('hostPools', 'workspaces'),
  ])('refuses %j as a host pool', (id) => {
    expect(() => armResourceId(id, POOL)).toThrow(expect.objectContaining({ code: 'rejected' }));
  });
});

describe('armPathTemplate', () => {
  it.each([
    [POOL_ID, `/subscriptions/{subscriptions}/resourceGroups/{resourceGroups}/providers/${POOL}/{hostPools}`],
    [
      `${SUBSCRIPTION}/providers/Microsoft.Compute/virtualMachines/vm-1/start`,
      '/subscriptions/{subscriptions}/resourceGroups/{resourceGroups}/providers/Microsoft.Compute/virtualMachines/{virtualMachines}/start',
    ],
    [SUBSCRIPTION, '/subscriptions/{subscriptions}/resourceGroups/{resourceGroups}'],
  ])('counts %s under names', (path, template) => {
    expect(armPathTemplate(path)).toBe(template);
  });
});
