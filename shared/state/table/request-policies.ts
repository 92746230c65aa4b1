import {
  exponentialRetryPolicy,
  systemErrorRetryPolicy,
  type Pipeline,
  type PipelinePolicy,
} from '@azure/core-rest-pipeline';

/** All tries of one call together: an activity is aborted after 60 s and makes several calls. */
const CALL_LIMIT_MS = 20_000;

/**
 * Three quick repeats for what passes by itself in a moment. An answer with `Retry-After` is not waited out
 * here but thrown: the flow waits by durable timers, an adapter does not sleep.
 */
const RETRY = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 };

/** One request as it went out. `path` holds the table and the key. */
export interface SentRequest {
  method: string;
  path: string;
}

/** Gives a client's pipeline this product's patience, and tells `onRequest` of every request sent, repeats included. */
export function shapeRequests(
  pipeline: Pipeline,
  onRequest: ((request: SentRequest) => void) | undefined,
): void {
  pipeline.removePolicy({ phase: 'Retry' });
  pipeline.addPolicy(exponentialRetryPolicy(RETRY), { phase: 'Retry' });
  pipeline.addPolicy(systemErrorRetryPolicy(RETRY), { phase: 'Retry' });
  pipeline.addPolicy(callLimit);
  if (onRequest) pipeline.addPolicy(telling(onRequest), { afterPhase: 'Sign' });
}

/** The client library has no time limit of its own: an answer that never comes would hold the call for ever. */
const callLimit: PipelinePolicy = {
  name: 'gatehouseCallLimit',
  sendRequest(request, next) {
    request.abortSignal ??= AbortSignal.timeout(CALL_LIMIT_MS);
    return next(request);
  },
};

function telling(onRequest: (request: SentRequest) => void): PipelinePolicy {
  return {
    name: 'gatehouseRequestTold',
    sendRequest(request, next) {
      onRequest({ method: request.method, path: new URL(request.url).pathname });
      return next(request);
    },
  };
}
