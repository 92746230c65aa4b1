/** Who answered. */
export type Authority = 'Microsoft Graph' | 'Azure Resource Manager' | 'The notices webhook';

/**
 * What decides how an answer is taken. It holds neither query nor body, and not the service's own message
 * either: all three may name a person.
 */
export interface ServiceAnswer {
  authority: Authority;
  /** Method and path without query, ids filled in: what was asked, of what. */
  asked: string;
  status: number;
  /** The service's error code; null = it gave none. */
  code: string | null;
  /** The id by which the service's support finds the call. */
  requestId: string | null;
  /** The header `Retry-After` as sent. */
  retryAfter: string | null;
}
