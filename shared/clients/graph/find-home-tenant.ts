import { z } from 'zod';
import { tenantId, type TenantId } from '../../domain/ids';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';

const FOUND_FOR_MS = 60 * 60_000;
const NOT_FOUND_FOR_MS = 5 * 60_000;
/** Partners have a handful of domains each; the bound is against a flood of made-up ones. */
const REMEMBERED_DOMAINS = 2_000;
/** Letters of other scripts come as punycode; nothing that could be a mail address passes. */
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

const found = z.object({ tenantId: z.guid() });

/**
 * Lookup of the tenant that owns a mail domain (`findTenantInformationByDomainName`), remembered for an hour, or
 * five minutes where there is none. Text that is no domain gives undefined without a call.
 */
export function findHomeTenant(graph: GraphConnection): (domain: string) => Promise<TenantId | undefined> {
  const remembered = new Map<string, { tenant: TenantId | undefined; untilMs: number }>();
  return async (text) => {
    const domain = text.toLowerCase();
    if (!DOMAIN.test(domain)) return undefined;
    const known = remembered.get(domain);
    if (known !== undefined && graph.now() < known.untilMs) return known.tenant;
    const tenant = await lookUp(graph, domain);
    remembered.delete(domain);
    remembered.set(domain, {
      tenant,
      untilMs: graph.now() + (tenant === undefined ? NOT_FOUND_FOR_MS : FOUND_FOR_MS),
    });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED_DOMAINS) break;
      remembered.delete(oldest);
    }
    return tenant;
  };
}

/** UNVERIFIED: that an unknown domain is answered by 404, and that any verified domain is found, not only the primary one. */
async function lookUp(graph: GraphConnection, domain: string): Promise<TenantId | undefined> {
  const answer = await graph.ask({
    method: 'GET',
    pathTemplate: "/tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')",
    ids: { domain },
  });
  return answer.status === 404 ? undefined : tenantId(readBody(answer, found).tenantId);
}
