import type { ArmRoutes } from './core/arm-routes';
import type { GraphRoutes } from './core/graph-routes';
import type { TenantContext } from './core/tenant-context';
import { registerUsers } from './directory/users';

/** The resources of Microsoft Graph: one file each, one line each. */
export const graphParts: readonly ((graph: GraphRoutes) => void)[] = [registerUsers];

/** The resources of Azure Resource Manager: one file each, one line each. */
export const armParts: readonly ((arm: ArmRoutes) => void)[] = [];

/**
 * What has to be taken up again after a start: scheduled calls end with the process, so a resource that has
 * something under way writes down when it is due and arms it here.
 */
export const resumeParts: readonly ((tenant: TenantContext) => void)[] = [];
