import type { GuestId } from '../../domain/ids';
import type { GraphCall } from './graph-call';

/** Reads `fields` (names, comma-separated) of one user. */
export function userCall(user: GuestId, fields: string): GraphCall {
  return { method: 'GET', pathTemplate: '/users/{user}', ids: { user }, query: { $select: fields } };
}
