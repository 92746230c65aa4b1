import { refuseFeature } from '../amqp/broker-refusal';

/** What a link points to. `resource` is what a token has to cover, `path` the queue. */
export type EntityAddress =
  | { kind: 'cbs' }
  | { kind: 'management'; resource: string; path: string }
  | { kind: 'queue'; resource: string; path: string; isDeadLetterQueue: boolean };

/**
 * Reads a link's address; some clients write the whole address of the namespace before it. Throws a refusal that
 * names the feature for what this broker does not have.
 */
export function parseEntityAddress(address: string): EntityAddress {
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/^\/+|\/+$/g, '');
  const segments = path.toLowerCase().split('/');
  if (path.toLowerCase() === '$cbs') return { kind: 'cbs' };
  if (segments.includes('subscriptions')) throw refuseFeature(`topics and subscriptions ('${path}')`);
  if (segments.includes('$transfer'))
    throw refuseFeature(`forwarding and its transfer dead-letter queue ('${path}')`);
  if (segments.at(-1) === '$management')
    return { kind: 'management', resource: path, path: path.slice(0, path.lastIndexOf('/')) };
  return { kind: 'queue', resource: path, path, isDeadLetterQueue: segments.at(-1) === '$deadletterqueue' };
}
