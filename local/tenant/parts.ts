import type { ArmRoutes } from './core/arm-routes';
import type { GraphRoutes } from './core/graph-routes';
import { registerUsers } from './directory/users';

/** The resources of Microsoft Graph: one file each, one line each. */
export const graphParts: readonly ((graph: GraphRoutes) => void)[] = [registerUsers];

/** The resources of Azure Resource Manager: one file each, one line each. */
export const armParts: readonly ((arm: ArmRoutes) => void)[] = [];
