import type { HttpRequest } from '@azure/functions';
import { problem, type ProblemResponse } from './problem';
import { invalidRequest } from './request-errors';

/** The longest body the admin API takes: the largest honest one, a policy with its pilots, is a tenth of it. */
export const MOST_BODY_BYTES = 256 * 1024;

/**
 * The body of a request as JSON, or the problem that it is none, is not said to be any, or is too long. Reads no
 * more than the limit: a longer body is not taken into memory.
 */
export async function readJsonBody(request: HttpRequest): Promise<{ body: unknown } | ProblemResponse> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return problem('unsupported-media-type', 'send the body as application/json, and say so in content-type');
  const bytes = await readAtMost(request, MOST_BODY_BYTES);
  if (bytes === undefined)
    return problem('too-large', `a body holds ${MOST_BODY_BYTES} bytes at most; split the request`);
  try {
    return { body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown };
  } catch {
    // The parser's own message repeats what was sent.
    return invalidRequest([{ at: '', problem: 'the body is not JSON in UTF-8' }]);
  }
}

async function readAtMost(request: HttpRequest, most: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return undefined;
  const parts: Uint8Array[] = [];
  let total = 0;
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    total += part.value.byteLength;
    if (total > most) {
      await reader?.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}
