import { z } from 'zod';
import { guestId, isGuid, tenantId, type TenantId } from '../../domain/ids';
import type { SeenSignIn } from '../../domain/sign-in-proof';
import { retryAfterSeconds } from '../http/retry-after';
import type { SignIns } from '../sign-ins';
import { readSuccesses } from './read-successes';
import type { GraphConnection } from './connect-graph';
import { isSuccess, type GraphAnswer } from './graph-answer';
import { odataText } from './graph-call';

/** The log takes 5 requests in 10 s of one app in one tenant (Graph throttling limits, reports); others read it too. */
const MOST_IN_WINDOW = 3;
const WINDOW_MS = 10_000;
/** A missing licence or permission does not come by itself within the hour. */
const REFUSED_FOR_MS = 3_600_000;
const DEFAULT_WAIT_SECONDS = 10;

/** `homeTenantId` is in the log's schema; the v1.0 reference page does not list it (UNVERIFIED): a row without it says nothing. */
const rows = z.object({ value: z.array(z.object({ homeTenantId: z.string().nullish() })) });
const page = z.object({
  value: z.array(
    z.object({
      userId: z.string().nullish(),
      homeTenantId: z.string().nullish(),
      createdDateTime: z.string(),
    }),
  ),
  '@odata.nextLink': z.string().optional(),
});
/** A page of reports holds 1,000 lines at most (List signIns, Graph v1.0). */
const PAGE = '1000';

/**
 * {@link SignIns} over Microsoft Graph v1.0. Permission: AuditLog.Read.All. Keeps itself below the log's limit, and
 * asks a log that refused it no more for an hour. Safe to repeat; never throws for what the service answers.
 */
export function graphSignIns(graph: GraphConnection): SignIns {
  const asked: number[] = [];
  let quietUntilMs = 0;
  const mayAsk = (): boolean => {
    const nowMs = graph.now();
    while (asked[0] !== undefined && asked[0] <= nowMs - WINDOW_MS) asked.shift();
    if (nowMs < quietUntilMs || asked.length >= MOST_IN_WINDOW) return false;
    asked.push(nowMs);
    return true;
  };
  return {
    homeTenantOf: async (guest, since) => {
      if (!mayAsk()) return undefined;
      const answer = await ask(graph, guest, since);
      if (answer === undefined) return undefined;
      if (!isSuccess(answer)) quietUntilMs = graph.now() + quietMs(answer);
      return homeTenantIn(answer);
    },
    successesSince: (tenant, since) =>
      mayAsk() ? readSuccesses(graph, tenant, since) : Promise.resolve(undefined),
    listSince: async (since) => {
      const signIns: SeenSignIn[] = [];
      let next: string | undefined;
      do {
        // What was read so far is true as it is; what may not be asked now is older.
        if (!mayAsk())
          return signIns.length === 0 && next === undefined ? undefined : { signIns, isComplete: false };
        const answer = await askPage(graph, since, next);
        if (answer !== undefined && !isSuccess(answer)) quietUntilMs = graph.now() + quietMs(answer);
        const read = page.safeParse(answer?.body).data;
        if (read === undefined) return next === undefined ? undefined : { signIns, isComplete: false };
        signIns.push(...read.value.flatMap(seenIn));
        next = read['@odata.nextLink'];
      } while (next !== undefined);
      return { signIns, isComplete: true };
    },
  };
}

/** `createdDateTime` is what the reference says can be filtered by in ranges (signIn resource type, Graph v1.0). */
async function askPage(
  graph: GraphConnection,
  since: string,
  next: string | undefined,
): Promise<GraphAnswer | undefined> {
  const call = {
    method: 'GET',
    pathTemplate: '/auditLogs/signIns',
    query: { $filter: `createdDateTime ge ${since}`, $top: PAGE },
  } as const;
  try {
    return await (next === undefined ? graph.ask(call) : graph.askNext(call, next));
  } catch {
    // No answer came: the next tick asks again.
    return undefined;
  }
}

function seenIn({
  userId,
  homeTenantId,
  createdDateTime,
}: z.output<typeof page>['value'][number]): SeenSignIn[] {
  const isWhole = isGuid(userId ?? '') && isGuid(homeTenantId ?? '');
  return isWhole
    ? [{ guest: guestId(userId ?? ''), homeTenant: tenantId(homeTenantId ?? ''), at: createdDateTime }]
    : [];
}

async function ask(graph: GraphConnection, guest: string, since: string): Promise<GraphAnswer | undefined> {
  try {
    return await graph.ask({
      method: 'GET',
      pathTemplate: '/auditLogs/signIns',
      query: { $filter: `userId eq ${odataText(guest)} and createdDateTime ge ${since}`, $top: '1' },
    });
  } catch {
    // No answer came: the proof is wanted, not needed, and the next look asks again.
    return undefined;
  }
}

function quietMs({ status, retryAfter, atMs }: GraphAnswer): number {
  return status === 429 || status >= 500
    ? retryAfterSeconds(retryAfter, atMs, DEFAULT_WAIT_SECONDS) * 1000
    : REFUSED_FOR_MS;
}

function homeTenantIn(answer: GraphAnswer): TenantId | undefined {
  const found = rows.safeParse(answer.body).data?.value[0]?.homeTenantId ?? '';
  return isGuid(found) ? tenantId(found) : undefined;
}
