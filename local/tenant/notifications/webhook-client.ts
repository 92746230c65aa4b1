import type { TenantContext } from '../core/tenant-context';

export interface WebhookAnswer {
  /** 0: no answer: refused, reset or out of time. */
  status: number;
  contentType: string;
  body: string;
  /** How long the endpoint took, by the machine's clock. */
  elapsedMs: number;
}

export interface WebhookRequest {
  url: string;
  contentType: string;
  body: string;
  timeoutMs: number;
}

/**
 * POSTs to the product's webhook and writes the exchange down. Never throws: an endpoint that does not answer
 * is a result. The wait is measured by the machine's clock, since the endpoint runs by it.
 */
export async function postToWebhook(tenant: TenantContext, request: WebhookRequest): Promise<WebhookAnswer> {
  const startedAt = performance.now();
  const time = tenant.clock.iso();
  const answer = await attempt(request);
  const elapsedMs = performance.now() - startedAt;
  tenant.traffic.record({
    time,
    authority: 'webhook',
    method: 'POST',
    url: request.url,
    requestHeaders: { 'content-type': request.contentType },
    requestBody: request.contentType.startsWith('application/json')
      ? (JSON.parse(request.body) as unknown)
      : request.body,
    status: answer.status,
    responseHeaders: answer.contentType === '' ? {} : { 'content-type': answer.contentType },
    responseBody: answer.body,
  });
  return { ...answer, elapsedMs };
}

async function attempt(request: WebhookRequest): Promise<Omit<WebhookAnswer, 'elapsedMs'>> {
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': request.contentType },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
    };
  } catch (error) {
    return { status: 0, contentType: '', body: error instanceof Error ? error.message : String(error) };
  }
}
