import { badRequest } from '../core/api-error';
import type { TenantContext } from '../core/tenant-context';
import { postToWebhook } from './webhook-client';

const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * The validation handshake (Graph: receive change notifications through webhooks, 2026-04-22): the endpoint
 * must answer 200, text/plain and the decoded token within 10 s. Throws 400 otherwise.
 */
export async function validateEndpoint(tenant: TenantContext, url: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${tenant.ids.next('handshake')}`;
  const separator = url.includes('?') ? '&' : '?';
  // Written as forms are: a space is a plus sign, which decodeURIComponent alone does not undo.
  const query = new URLSearchParams({ validationToken: token }).toString();
  const answer = await postToWebhook(tenant, {
    url: `${url}${separator}${query}`,
    contentType: 'text/plain; charset=utf-8',
    body: '',
    timeoutMs: HANDSHAKE_TIMEOUT_MS,
  });
  const problem = problemOf(answer.status, answer.contentType, answer.body, token);
  if (problem === undefined) return;
  throw badRequest(
    `Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. ${problem}`,
    'ValidationError',
  );
}

function problemOf(status: number, contentType: string, body: string, token: string): string | undefined {
  if (status === 0) return `The endpoint could not be reached: ${body}`;
  if (status !== 200) return `The endpoint answered ${status}.`;
  if (!contentType.toLowerCase().startsWith('text/plain'))
    return `The content type was '${contentType}', not text/plain.`;
  return body === token ? undefined : 'The body was not the decoded validation token.';
}
