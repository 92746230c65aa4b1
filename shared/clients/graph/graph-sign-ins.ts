import { z } from 'zod';
import { isGuid, tenantId, type TenantId } from '../../domain/ids';
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
  };
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
