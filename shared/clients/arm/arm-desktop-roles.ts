import type { DesktopRoles } from '../desktop-roles';
import type { RoleReading } from '../../domain/judge-host-pool';
import { armCall } from './arm-call';
import type { ArmConnection } from './connect-arm';

/**
 * {@link DesktopRoles} over Azure Resource Manager, api-version 2022-04-01. Action: roleAssignments/read. The filter's
 * text is UNVERIFIED; what comes back is compared again. Reads only; throws RetryableError or TerminalError.
 */
export function armDesktopRoles(arm: ArmConnection): DesktopRoles {
  return {
    listHeldAt: (scope, group) =>
      armCall(arm, `GET ${scope}/roleAssignments`, async (options) => {
        const held: RoleReading[] = [];
        const filter = `principalId eq '${group}'`;
        const subscription = scope.split('/')[2] ?? '';
        const { roleAssignments } = arm.authorization(subscription);
        for await (const one of roleAssignments.listForScope(scope, { ...options, filter })) {
          if (one.principalId?.toLowerCase() !== group) continue;
          held.push({
            scope: one.scope ?? '',
            roleId: (one.roleDefinitionId ?? '').split('/').at(-1)?.toLowerCase() ?? '',
          });
        }
        return held;
      }),
    countIn: (subscription) =>
      armCall(arm, `GET /subscriptions/${subscription}/roleAssignments`, async (options) => {
        let count = 0;
        // What a management group hands down is counted there (Troubleshoot Azure RBAC limits, January 2024).
        const at = `/subscriptions/${subscription}`.toLowerCase();
        const { roleAssignments } = arm.authorization(subscription);
        for await (const { scope } of roleAssignments.listForSubscription(options))
          if (scope?.toLowerCase() === at || scope?.toLowerCase().startsWith(`${at}/`)) count += 1;
        return count;
      }),
  };
}
