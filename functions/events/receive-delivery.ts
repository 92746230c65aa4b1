import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { TenantId } from '../../shared/domain/ids';
import { constantTimeEqual } from './constant-time-equal';
import { notificationCollectionSchema, type Notification } from './notification-collection';

export interface DeliveryDeps {
  tenantId: TenantId;
  /** The secret our subscriptions carry; an item with another one is dropped without a word. */
  clientState: string;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_TOKEN_CHARACTERS = 4096;

/**
 * What both webhooks do before they differ: answers the handshake as text/plain, checks size and shape, and
 * gives the items that carry our secret and our tenant. Anything wrong with the whole is a 400 and one log line
 * (Receive change notifications through webhooks, April 2026).
 */
export async function receiveDelivery(
  request: HttpRequest,
  context: InvocationContext,
  deps: DeliveryDeps,
): Promise<{ answer: HttpResponseInit } | { items: Notification[] }> {
  const token = request.query.get('validationToken');
  if (token !== null) return { answer: handshake(token) };
  const text = await request.text();
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) return { answer: { status: 413 } };
  const parsed = notificationCollectionSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const where = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    context.warn(
      `Refused a delivery of ${text.length} characters that is no change notification: ${where.join('; ')}`,
    );
    return { answer: { status: 400 } };
  }
  return { items: parsed.data.value.filter((item) => isOurs(item, deps)) };
}

function handshake(token: string): HttpResponseInit {
  if (token.length > MAX_TOKEN_CHARACTERS) return { status: 400 };
  return {
    status: 200,
    headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' },
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

function isOurs(item: Notification, deps: DeliveryDeps): boolean {
  if (!constantTimeEqual(item.clientState ?? '', deps.clientState)) return false;
  return item.tenantId === undefined || item.tenantId.toLowerCase() === deps.tenantId;
}
