import { type IncomingMessage } from 'node:http';

/** The Functions host's own limit (host.json page, http section, 2026: about 100 MB). */
export const MAX_BODY_BYTES = 104_857_600;

/** The request says it is larger than the host takes; the answer is 413. */
export class BodyTooLarge extends Error {}

/**
 * Reads what the handler gets as body; `undefined` when it gets none.
 *
 * The host hands a body over only when the request states a Content-Length above zero, so a chunked request
 * arrives without one (`GrpcMessageConversionExtensions.cs` of 2024; newer hosts may differ): this function is the one place that
 * says so.
 *
 * @throws BodyTooLarge above MAX_BODY_BYTES, before reading.
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const lengthBytes = Number(request.headers['content-length'] ?? 0);
  if (lengthBytes > MAX_BODY_BYTES) throw new BodyTooLarge();
  if (!(lengthBytes > 0)) {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
