import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { partnerId, type PartnerId } from '../../shared/domain/ids';
import { partnerPolicySchema } from '../../shared/domain/partner-policy';
import type { Partners } from '../../shared/state/partners';
import { problem } from './problem';

/** GET partners/{partner} : the policy, and its ETag for the next PUT. */
export const showPartner =
  (partners: Partners) =>
  async (request: HttpRequest): Promise<HttpResponseInit> => {
    const id = readId(request);
    const stored = id === undefined ? undefined : await partners.read(id);
    if (stored === undefined) return problem('not-found', 'no partner of this name has a policy');
    return { jsonBody: stored.value, headers: { etag: stored.etag } };
  };

/** PUT partners/{partner} : stores a policy. A new one needs `If-None-Match: *`, a change the ETag it was read with. */
export const putPartner =
  (partners: Partners) =>
  async (request: HttpRequest): Promise<HttpResponseInit> => {
    const condition = readCondition(request);
    if (condition === undefined) {
      return problem(
        'precondition-required',
        'send If-None-Match: * for a new policy, or If-Match with the ETag you read',
      );
    }
    const { etag } = condition;
    const parsed = partnerPolicySchema.safeParse(await readJson(request));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => ({
        at: issue.path.join('.'),
        problem: issue.message,
      }));
      return problem('invalid', `the policy has ${errors.length} error(s)`, { errors });
    }
    if (parsed.data.partner !== readId(request))
      return problem('invalid', 'the policy names another partner than the address');
    const clash = await claimedTwice(partners, parsed.data);
    if (clash !== undefined) return problem('invalid', clash);
    const written = await partners.put(parsed.data, etag);
    if (written === 'conflict')
      return problem('precondition-failed', 'the policy changed since you read it; read it again');
    return { status: etag === undefined ? 201 : 200, jsonBody: parsed.data };
  };

/** If-Match: * is no condition here: it would overwrite whatever somebody else has just put there. */
function readCondition(request: HttpRequest): { etag: string | undefined } | undefined {
  const etag = request.headers.get('if-match') ?? undefined;
  if (etag !== undefined) return etag.trim() === '*' ? undefined : { etag };
  return request.headers.get('if-none-match')?.trim() === '*' ? { etag } : undefined;
}

function readId(request: HttpRequest): PartnerId | undefined {
  try {
    return partnerId(request.params['partner'] ?? '');
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function readJson(request: HttpRequest): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    // Not JSON: the schema check that follows says what is missing.
    return undefined;
  }
}

async function claimedTwice(partners: Partners, policy: { partner: PartnerId; domains: string[] }) {
  for (const other of await partners.list()) {
    const shared =
      other.partner === policy.partner ? undefined : other.domains.find((d) => policy.domains.includes(d));
    if (shared !== undefined) return `the domain ${shared} is claimed by partner ${other.partner} already`;
  }
  return undefined;
}
