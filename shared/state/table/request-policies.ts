import {
  exponentialRetryPolicy,
  systemErrorRetryPolicy,
  type Pipeline,
  type PipelinePolicy,
} from '@azure/core-rest-pipeline';

/** An activity is aborted after 60 s and makes several calls. */
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

export interface RequestHabits {
  /** Told of every request that is sent, repeats included. */
  onRequest?: ((request: SentRequest) => void) | undefined;
  /** How long all tries of one call may take together. */
  callLimitMs?: number;
}

/** Gives a client's pipeline this product's patience, in place of the library's. */
export function shapeRequests(
  pipeline: Pipeline,
  { onRequest, callLimitMs = CALL_LIMIT_MS }: RequestHabits,
): void {
  pipeline.removePolicy({ phase: 'Retry' });
  pipeline.addPolicy(exponentialRetryPolicy(RETRY), { phase: 'Retry' });
  pipeline.addPolicy(systemErrorRetryPolicy(RETRY), { phase: 'Retry' });
  pipeline.addPolicy(callLimit(callLimitMs));
  if (onRequest) pipeline.addPolicy(telling(onRequest), { afterPhase: 'Sign' });
}

/** The client library has no time limit of its own: an answer that never comes would hold the call for ever. */
function callLimit(callLimitMs: number): PipelinePolicy {
  return {
    name: 'gatehouseCallLimit',
    sendRequest(request, next) {
      request.abortSignal ??= AbortSignal.timeout(callLimitMs);
      return next(request);
    },
  };
}

function telling(onRequest: (request: SentRequest) => void): PipelinePolicy {
  return {
    name: 'gatehouseRequestTold',
    sendRequest(request, next) {
      onRequest({ method: request.method, path: new URL(request.url).pathname });
      return next(request);
    },
  };
}
