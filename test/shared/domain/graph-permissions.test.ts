import { describe, expect, it } from '@jest/globals';
import {
  CALLS_WITHOUT_PERMISSION,
  GRAPH_PERMISSIONS,
  permissionsOf,
} from '../../../shared/domain/graph-permissions';
import { adapterCalls } from '../../infra/adapter-calls';

describe('the table of Graph permissions', () => {
  it('has a permission for every call an adapter makes, and a call for every permission', () => {
    const told = [...GRAPH_PERMISSIONS.flatMap(({ calls }) => calls), ...CALLS_WITHOUT_PERMISSION];
    expect([...new Set(told)].sort()).toEqual(adapterCalls());
    expect(GRAPH_PERMISSIONS.filter(({ calls }) => calls.length === 0)).toEqual([]);
  });

  it('lists each permission of an identity once', () => {
    const names = GRAPH_PERMISSIONS.map(({ identity, permission }) => `${identity} ${permission}`);
    expect(names).toEqual([...new Set(names)]);
  });

  it('lets nothing write before somebody said so', () => {
    const granted = permissionsOf('runtime', 'observe').map(({ permission }) => permission);
    expect(granted.filter((name) => !/\.Read(Basic)?\.(All|ConditionalAccess)$/.test(name))).toEqual([]);
    expect(permissionsOf('runtime', 'writes').length).toBeGreaterThan(granted.length);
  });

  it('never asks for a permission that can grant permissions or roles, but of a person', () => {
    const ofService = GRAPH_PERMISSIONS.filter(({ identity }) => identity !== 'operator');
    const names = ofService.map(({ permission }) => permission).join(' ');
    expect(names).not.toMatch(
      /AppRoleAssignment|RoleManagement|Application\.ReadWrite|Directory\.ReadWrite|Group\.ReadWrite/,
    );
  });
});
