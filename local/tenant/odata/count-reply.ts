import type { ApiCall, ApiReply } from '../core/api-call';
import { badRequest } from '../core/api-error';
import { filtered, type CollectionOptions, type Item } from './collection-reply';

/** `$count` of a collection: a number as text. It is an advanced query, so only with `ConsistencyLevel: eventual`. */
export function countReply(call: ApiCall, items: readonly Item[], options: CollectionOptions): ApiReply {
  if (call.headers['consistencylevel'] !== 'eventual')
    throw badRequest('$count is not currently supported.', 'Request_UnsupportedQuery');
  const found = filtered(call, items, options, true);
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(found.length) };
}
