import { z } from 'zod';
import type { TenantId } from '../../domain/ids';
import type { SignInSuccess } from '../sign-ins';
import type { GraphConnection } from './connect-graph';
import { isSuccess } from './graph-answer';
import { odataText } from './graph-call';

/** One request: the log takes few, and a removed partner's guests leave few rows. */
const MOST_ROWS = 1000;
const page = z.object({
  value: z.array(
    z.object({
      userId: z.string(),
      createdDateTime: z.string(),
      appId: z.string().nullish(),
      resourceId: z.string().nullish(),
      homeTenantId: z.string().nullish(),
    }),
  ),
  '@odata.nextLink': z.string().optional(),
});

/**
 * Successful sign-ins of a tenant's users since then; undefined = the log refused, or has more than one page of them.
 * UNVERIFIED: that beta filters by `homeTenantId`, which is in its schema; rows of other tenants are left out here too.
 */
export async function readSuccesses(
  graph: GraphConnection,
  tenant: TenantId,
  since: string,
): Promise<SignInSuccess[] | undefined> {
  const $filter = `createdDateTime ge ${since} and homeTenantId eq ${odataText(tenant)} and status/errorCode eq 0`;
  const answer = await graph
    .ask({
      method: 'GET',
      version: 'beta',
      pathTemplate: '/auditLogs/signIns',
      query: { $filter, $top: String(MOST_ROWS) },
    })
    // No answer came: what was not read counts as neither good nor bad.
    .catch(() => undefined);
  if (answer === undefined || !isSuccess(answer)) return undefined;
  const read = page.safeParse(answer.body).data;
  if (read === undefined || read['@odata.nextLink'] !== undefined) return undefined;
  return read.value
    .filter(({ homeTenantId }) => homeTenantId?.toLowerCase() === tenant)
    .map(({ userId, createdDateTime, appId, resourceId }) => ({
      user: userId.toLowerCase(),
      at: createdDateTime,
      apps: [appId, resourceId].flatMap((id) => id?.toLowerCase() ?? []),
    }));
}
