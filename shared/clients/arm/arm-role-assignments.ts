import { isRestError } from '@azure/core-rest-pipeline';
import type { GroupId } from '../../domain/ids';
import { roleAssignmentName, type RoleHolding } from '../../domain/prepare/plan-role';
import type { HeldRole } from '../../domain/prepare/plan-orphans';
import type { RoleAssignments } from '../role-assignments';
import { armCall } from './arm-call';
import type { ArmConnection } from './connect-arm';

/**
 * {@link RoleAssignments} over Azure Resource Manager, api-version 2022-04-01. Role: Role Based Access Control
 * Administrator at the scope, best with a condition that allows the two roles only. Throws RetryableError or
 * TerminalError.
 */
export function armRoleAssignments(arm: ArmConnection): RoleAssignments {
  return {
    listHeld: (scope, group) =>
      armCall(arm, `GET ${scope}/roleAssignments`, async (options) => {
        const held: RoleHolding[] = [];
        const { roleAssignments } = arm.authorization(subscriptionOf(scope));
        // The text of the filter is UNVERIFIED: the principal is compared too.
        const filter = `principalId eq '${group}'`;
        for await (const found of roleAssignments.listForScope(scope, { ...options, filter })) {
          if (found.principalId?.toLowerCase() !== group) continue;
          held.push({
            name: found.name ?? '',
            scope: found.scope ?? '',
            roleId: (found.roleDefinitionId ?? '').split('/').at(-1) ?? '',
          });
        }
        return held;
      }),
    ensure: async (scope, roleId, group) => {
      const name = roleAssignmentName(scope, roleId, group);
      const subscription = subscriptionOf(scope);
      const roleDefinitionId = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
      await armCall(arm, `PUT ${scope}/roleAssignments/${name}`, async (options) => {
        try {
          await arm
            .authorization(subscription)
            .roleAssignments.create(scope, name, assignmentOf(group, roleDefinitionId), options);
        } catch (error) {
          if (!existsUnderAnotherName(error)) throw error;
        }
      });
    },
    listAt: (scope) =>
      armCall(arm, `GET ${scope}/roleAssignments`, async (options) => {
        const held: HeldRole[] = [];
        const { roleAssignments } = arm.authorization(subscriptionOf(scope));
        for await (const { id, principalId, scope: at } of roleAssignments.listForScope(scope, options)) {
          if (id === undefined || principalId === undefined) continue;
          if (at?.toLowerCase() === scope.toLowerCase())
            held.push({ id, principal: principalId.toLowerCase() });
        }
        return held;
      }),
    remove: (assignment) =>
      armCall(arm, `DELETE ${assignment}`, async (options) => {
        await arm.authorization(subscriptionOf(assignment)).roleAssignments.deleteById(assignment, options);
      }),
  };
}

/** `principalType` lets Azure believe in a principal it cannot find yet; for groups it is told to wait all the same. */
const assignmentOf = (group: GroupId, roleDefinitionId: string) => ({
  roleDefinitionId,
  principalId: group,
  principalType: 'Group',
  description: 'Guests of a partner, let in by Gatehouse (gatehouse partner prepare)',
});

/** COMMUNITY: somebody made the same assignment under another name. It does what ours would. */
function existsUnderAnotherName(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 409 && error.code === 'RoleAssignmentExists';
}

const subscriptionOf = (scope: string): string => /^\/subscriptions\/([^/]+)/i.exec(scope)?.[1] ?? '';
