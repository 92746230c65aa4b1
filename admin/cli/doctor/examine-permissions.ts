import type { AppPermissions } from '../../../shared/clients/app-permissions';
import { auditPermissions, nameOf } from '../../../shared/domain/permission-audit';
import { auditIdentities, type AuditOptions } from '../permissions/audit-identities';
import { looked, ok, problem, type Finding } from './finding';

const READ = 'get Application.Read.All (or Global Reader), and sign in again: az login';

/** Whether the identities hold in Graph what they need: no less, no more. */
export function examinePermissions(apps: AppPermissions, options: AuditOptions): Promise<Finding[]> {
  return looked('permissions', READ, async () => {
    const { identities } = await auditIdentities(apps, options);
    return identities.map((one) => {
      const { missing, kept, surplus } = auditPermissions(one);
      const check = `permissions of ${one.identity}`;
      if (missing.length + surplus.length === 0) return ok(check, `${kept.length} as wanted`);
      const lacks = missing.map((want) => `lacks ${nameOf(want)}`);
      const extra = surplus.map(({ what }) => `too much: ${what}`);
      return problem(
        check,
        [...lacks, ...extra].join('; '),
        'gatehouse permissions plan, then apply (docs/permissions.md)',
      );
    });
  });
}
