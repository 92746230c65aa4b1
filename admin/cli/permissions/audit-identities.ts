import type { AppPermissions, HeldAppRole, RoleResource } from '../../../shared/clients/app-permissions';
import { TerminalError } from '../../../shared/domain/codes';
import type { GrantStage, ServiceIdentity } from '../../../shared/domain/graph-permission';
import { permissionsOf } from '../../../shared/domain/graph-permissions';
import {
  wantedPowers,
  type AuditedIdentity,
  type HeldPower,
  type WantedOptions,
} from '../../../shared/domain/permission-audit';
import { ApiError } from '../../api-error';

/** Client id of Microsoft Graph in every tenant. */
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

export interface AuditOptions extends WantedOptions {
  stage: GrantStage;
  /** Object ids of the identities' service principals; a part that is left out is not looked at. */
  principals: Partial<Record<ServiceIdentity, string>>;
}

/** What was found, and what a person should know beside it. */
export interface Audited {
  graph: RoleResource;
  identities: AuditedIdentity[];
  remarks: string[];
}

/**
 * Reads what each named identity holds. Throws ApiError where an object id leads to no service principal, and what the
 * adapter throws where the person may not read.
 */
export async function auditIdentities(apps: AppPermissions, options: AuditOptions): Promise<Audited> {
  const graph = await apps.readResource(GRAPH_APP_ID);
  if (graph === undefined) throw new ApiError('This tenant has no Microsoft Graph: is it the right tenant?');
  const found: Audited = { graph, identities: [], remarks: [] };
  for (const identity of ['runtime', 'offboarding'] as const) {
    const principalId = options.principals[identity]?.toLowerCase();
    if (principalId === undefined) continue;
    await requirePrincipal(apps, identity, principalId, found.remarks);
    const wanted = wantedPowers(permissionsOf(identity, options.stage), options);
    const held = [
      ...(await apps.listAppRoles(principalId)).map((role) => powerOf(role, graph)),
      ...(await directoryRoles(apps, principalId, found.remarks)),
    ];
    found.identities.push({ identity, principalId, wanted, held });
  }
  return found;
}

async function requirePrincipal(
  apps: AppPermissions,
  identity: ServiceIdentity,
  id: string,
  remarks: string[],
): Promise<void> {
  const principal = await apps.readPrincipal(id);
  if (principal === undefined) {
    throw new ApiError(
      `There is no service principal ${id} for --${identity}. Take the object id, not the client id: "azd env get-values" shows it as GATEHOUSE_${identity.toUpperCase()}_PRINCIPAL_ID. Is this the right tenant?`,
    );
  }
  if (!principal.isManagedIdentity) {
    remarks.push(
      `${principal.displayName} (--${identity}) is no managed identity: whoever gets its secret gets these permissions.`,
    );
  }
}

function powerOf(role: HeldAppRole, graph: RoleResource): HeldPower {
  const { resourceId, assignmentId } = role;
  if (resourceId !== graph.id) {
    const what = `app role ${role.appRoleId} of ${role.resourceName}`;
    return { kind: 'foreign-permission', what, resourceId, assignmentId };
  }
  const value = [...graph.roles].find(([, id]) => id === role.appRoleId)?.[0];
  return { kind: 'permission', what: value ?? `app role ${role.appRoleId}`, resourceId, assignmentId };
}

/** Whoever may see permissions need not see roles of the directory; that is said, and stops nothing. */
async function directoryRoles(apps: AppPermissions, id: string, remarks: string[]): Promise<HeldPower[]> {
  try {
    const roles = await apps.listDirectoryRoles(id);
    return roles.map(({ roleId, roleName, scope }) => {
      const where = scope === '/' ? 'the whole tenant' : scope;
      return { kind: 'directory-role', what: `${roleName} in ${where}`, roleId, scope };
    });
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    remarks.push(
      `Roles of the directory that ${id} may hold were not looked at: it needs RoleManagement.Read.Directory.`,
    );
    return [];
  }
}
