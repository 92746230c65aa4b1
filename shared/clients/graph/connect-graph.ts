import type { TokenCredential } from '@azure/core-auth';
import { Client, ResponseType, type GraphRequest } from '@microsoft/microsoft-graph-client';
import { TerminalError } from '../../domain/codes';
import { CALL_TIME_LIMIT_MS } from '../http/call-time-limit';
import { credentialFailure } from '../http/credential-failure';
import { noAnswerFailure } from '../http/no-answer-failure';
import type { RequestObserver } from '../http/request-observer';
import { errorCodeOf } from '../http/error-code-of';
import type { GraphAnswer } from './graph-answer';
import { askedBy, countedAs, pathAndQueryOf, type GraphCall } from './graph-call';
import { graphMiddleware, signInWithin, uncarried } from './graph-middleware';

const GRAPH = 'https://graph.microsoft.com';

export interface GraphSettings {
  /** https only, without path: the client gives no token to anything else. Microsoft's public cloud unless told. */
  baseUrl?: string;
  credential: TokenCredential;
  fetch?: typeof fetch;
  /**
   * Who is cut first when the tenant runs short (Microsoft Graph throttling guidance): work in the background says
   * `low`, somebody waiting `high`. It raises no limit. `normal` unless told.
   */
  priority?: 'low' | 'normal' | 'high';
  onRequest?: RequestObserver;
  /** Milliseconds since 1970; the process's clock unless told. */
  now?: () => number;
}

/** Microsoft Graph, as adapters use it. */
export interface GraphConnection {
  /**
   * One request, one answer whatever its status; it never waits and never repeats. Throws RetryableError
   * ('timed-out' after a minute or when `signal` ends it, 'unavailable') where no answer came, and
   * TerminalError('forbidden') where this app cannot sign in.
   */
  ask(call: GraphCall): Promise<GraphAnswer>;
  /** As {@link ask}, for the link to a next page. Only the same host is followed. */
  askNext(call: GraphCall, nextLink: string): Promise<GraphAnswer>;
  now(): number;
}

/** Throws RangeError where `baseUrl` is no https URL. Opens no connection yet. */
export function connectGraph(settings: GraphSettings): GraphConnection {
  const base = baseOf(settings.baseUrl ?? GRAPH);
  const now = settings.now ?? Date.now;
  const client = Client.initWithMiddleware({
    baseUrl: base.origin,
    middleware: graphMiddleware(settings.credential, settings.fetch ?? fetch),
    customHosts: new Set([base.hostname]),
  });
  const request = (path: string, call: GraphCall): GraphRequest => {
    const signal = call.signal ?? AbortSignal.timeout(CALL_TIME_LIMIT_MS);
    return client
      .api(path)
      .version(call.version ?? 'v1.0')
      .responseType(ResponseType.RAW)
      .headers({ 'x-ms-throttle-priority': settings.priority ?? 'normal', ...call.headers })
      .middlewareOptions([signInWithin(settings.credential, signal)])
      .option('signal', signal);
  };
  const ask = async (path: string, call: GraphCall): Promise<GraphAnswer> => {
    const counted = {
      authority: 'Microsoft Graph',
      method: call.method,
      pathTemplate: countedAs(call),
    } as const;
    try {
      const answer = await answerTo(request(path, call), call, now);
      settings.onRequest?.({ ...counted, status: answer.status });
      return answer;
    } catch (error) {
      settings.onRequest?.({ ...counted, status: 0 });
      const cause = uncarried(error);
      throw (
        credentialFailure('Microsoft Graph', cause) ??
        noAnswerFailure('Microsoft Graph', askedBy(call), cause)
      );
    }
  };
  return {
    ask: (call) => ask(pathAndQueryOf(call), call),
    askNext: async (call, nextLink) => ask(withinBase(base, nextLink, call), call),
    now,
  };
}

function baseOf(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base?.protocol !== 'https:' || base.pathname !== '/') {
    throw new RangeError('The base URL of Microsoft Graph must be https://<host>, without a path');
  }
  return base;
}

/** A link elsewhere would carry our query, and so perhaps a name, to a stranger. */
function withinBase(base: URL, nextLink: string, call: GraphCall): string {
  const next = new URL(nextLink, base);
  if (next.origin !== base.origin) {
    throw new TerminalError(
      'rejected',
      `The next page of ${askedBy(call)} is said to lie on ${next.host}, not on ${base.host}: it is not followed`,
    );
  }
  return `${next.pathname.replace(/^\/(v1\.0|beta)/, '')}${next.search}`;
}

async function answerTo(request: GraphRequest, call: GraphCall, now: () => number): Promise<GraphAnswer> {
  const response = (await sent(request, call)) as Response;
  const body = parsed(await response.text());
  return {
    authority: 'Microsoft Graph',
    asked: askedBy(call),
    status: response.status,
    code: errorCodeOf(body),
    requestId: response.headers.get('request-id'),
    retryAfter: response.headers.get('retry-after'),
    body,
    atMs: now(),
  };
}

function sent(request: GraphRequest, call: GraphCall): Promise<unknown> {
  switch (call.method) {
    case 'GET':
      return request.get() as Promise<unknown>;
    case 'POST':
      return request.post(call.body) as Promise<unknown>;
    case 'PATCH':
      return request.patch(call.body) as Promise<unknown>;
    case 'DELETE':
      return request.delete() as Promise<unknown>;
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // A gateway's page, say. The status still speaks; readBody complains where a body was needed.
    return undefined;
  }
}
