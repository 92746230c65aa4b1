import type { GrantStage, GraphCallTemplate, GraphIdentity, GraphPermission } from './graph-permission';
import { OFFBOARDING_PERMISSIONS } from './offboarding-permissions';
import { OPERATOR_PERMISSIONS } from './operator-permissions';
import { PREPARE_PERMISSIONS } from './prepare-permissions';
import { RUNTIME_PERMISSIONS } from './runtime-permissions';

/**
 * Every permission of Microsoft Graph that this release needs. A test holds it equal to what the adapters call: a call
 * without a row fails, and so does a row without a call. After a change run `npm run docs`.
 */
export const GRAPH_PERMISSIONS: readonly GraphPermission[] = [
  ...RUNTIME_PERMISSIONS,
  ...OFFBOARDING_PERMISSIONS,
  ...OPERATOR_PERMISSIONS,
  ...PREPARE_PERMISSIONS,
];

/** Calls that need no permission of their own: a batch is judged by the calls inside it. */
export const CALLS_WITHOUT_PERMISSION: readonly GraphCallTemplate[] = ['POST /v1.0/$batch'];

/** The permissions of `identity` up to `stage`: all that is to be granted in the directory, and nothing else. */
export function permissionsOf(identity: GraphIdentity, stage: GrantStage): readonly GraphPermission[] {
  return GRAPH_PERMISSIONS.filter(
    (row) =>
      row.identity === identity &&
      row.isForOneMailbox !== true &&
      (stage === 'writes' || row.stage === 'observe'),
  );
}
