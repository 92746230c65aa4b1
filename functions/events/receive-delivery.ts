import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { TenantId } from '../../shared/domain/ids';
import { checkItem, isReachabilityProbe, type DropReason } from './check-item';
import { hashedOnce } from './client-state';
import type { KnownSubscriptions } from './known-subscriptions';
import { notificationCollectionSchema, type Notification } from './notification-collection';
import { areValidationTokensValid, type ValidationTokenCheck } from './validation-tokens';

export interface DeliveryDeps {
  tenantId: TenantId;
  /** Key under which the secrets of our subscriptions were hashed. */
  clientState: string;
  known: KnownSubscriptions;
  validationTokens: ValidationTokenCheck;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_TOKEN_CHARACTERS = 4096;

/**
 * What both webhooks do before they differ: answers the handshake as text/plain, checks size and shape, and
 * gives the items that carry the secret of one of our subscriptions. Anything wrong with the whole is a 4xx and
 * one log line (Receive change notifications through webhooks, April 2026); where the subscriptions cannot be
 * read it is a 503, and Graph delivers again. Makes no Graph call.
 */
export async function receiveDelivery(
  request: HttpRequest,
  context: InvocationContext,
  deps: DeliveryDeps,
): Promise<{ answer: HttpResponseInit } | { items: Notification[] }> {
  const token = request.query.get('validationToken');
  if (token !== null) return { answer: handshake(token) };
  const text = await readCapped(request);
  if (text === undefined) return { answer: refuse(context, 413, `more than ${MAX_BODY_BYTES} bytes`) };
  const parsed = notificationCollectionSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const where = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return { answer: refuse(context, 400, `${text.length} characters: ${where.join('; ')}`) };
  }
  if (!(await areValidationTokensValid(parsed.data.validationTokens ?? [], deps.validationTokens)))
    return { answer: refuse(context, 401, 'its validation tokens are not Graph’s for this app') };
  return ours(parsed.data.value, context, deps);
}

async function ours(
  items: readonly Notification[],
  context: InvocationContext,
  deps: DeliveryDeps,
): Promise<{ answer: HttpResponseInit } | { items: Notification[] }> {
  const meant = items.filter((item) => !isReachabilityProbe(item));
  if (meant.length === 0) return { items: [] };
  let records;
  try {
    records = await deps.known(new Set(meant.map(({ subscriptionId }) => subscriptionId)));
  } catch (error) {
    context.error('Our subscriptions could not be read; Graph will deliver again', error);
    return { answer: { status: 503, headers: { 'retry-after': '10' } } };
  }
  const expected = { tenantId: deps.tenantId, hashOf: hashedOnce(deps.clientState) };
  const dropped = new Map<DropReason, number>();
  const taken = meant.filter((item) => {
    const reason = checkItem(item, records, expected);
    if (reason !== undefined) dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
    return reason === undefined;
  });
  for (const [reason, count] of dropped) context.warn(`Dropped ${count} item(s) of a delivery: ${reason}`);
  return { items: taken };
}

function refuse(context: InvocationContext, status: number, why: string): HttpResponseInit {
  context.warn(`Refused a delivery that is no change notification: ${why}`);
  return { status };
}

/** undefined = larger than the cap. A length that is told is believed before anything is read. */
async function readCapped(request: HttpRequest): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return undefined;
  const text = await request.text();
  return Buffer.byteLength(text) > MAX_BODY_BYTES ? undefined : text;
}

function handshake(token: string): HttpResponseInit {
  if (token.length > MAX_TOKEN_CHARACTERS) return { status: 400 };
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: token,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema check that follows refuses it and says so.
    return undefined;
  }
}
