import type { AppPermissions } from '../../../shared/clients/app-permissions';
import {
  auditPermissions,
  nameOf,
  type AuditedIdentity,
  type HeldPower,
  type WantedPower,
} from '../../../shared/domain/permission-audit';
import { ApiError } from '../../api-error';
import type { Audited } from './audit-identities';

/**
 * Grants what is missing and, if asked to, takes back what is too much; each change is read back by the adapter. Stops at
 * the first refusal, with what was done told before. Safe to repeat: what is there already is left alone.
 */
export async function applyPermissions(
  apps: AppPermissions,
  { graph, identities }: Audited,
  removesSurplus: boolean,
  tell: (line: string) => void,
): Promise<void> {
  for (const one of identities) {
    const { missing, surplus } = auditPermissions(one);
    for (const want of missing)
      tell(`${verb(await grant(apps, one, want, graph.roles, graph.id))} ${nameOf(want)}`);
    if (!removesSurplus) continue;
    for (const power of surplus) tell(await takeBack(apps, power, graph.id));
  }
}

const verb = (change: 'changed' | 'unchanged'): string => (change === 'changed' ? 'granted' : 'was there');

async function grant(
  apps: AppPermissions,
  { principalId }: AuditedIdentity,
  want: WantedPower,
  offered: ReadonlyMap<string, string>,
  graphId: string,
): Promise<'changed' | 'unchanged'> {
  if (want.kind === 'directory-role') return apps.ensureDirectoryRole(principalId, want.roleId, want.scope);
  const roleId = offered.get(want.row.permission);
  if (roleId === undefined) {
    throw new ApiError(
      `Microsoft Graph of this cloud offers no application permission ${want.row.permission}; leave it out with --without ${want.row.permission}`,
    );
  }
  return apps.ensureAppRole(principalId, graphId, roleId);
}

/** Only permissions of Microsoft Graph: what other apps and the directory gave has reasons this product does not know. */
async function takeBack(apps: AppPermissions, power: HeldPower, graphId: string): Promise<string> {
  if (power.kind !== 'permission' || power.resourceId !== graphId)
    return `left alone: ${power.what}; take it back by hand`;
  await apps.removeAppRole(power.resourceId, power.assignmentId);
  return `taken back ${power.what}`;
}
