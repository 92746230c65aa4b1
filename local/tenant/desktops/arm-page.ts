import { ok, type ApiReply } from '../core/api-call';
import { ApiError } from '../core/api-error';
import type { ArmCall } from '../core/arm-routes';

/** A page of an AVD list: `pageSize`, `initialSkip`, `isDescending` (swagger 2024-04-03), `nextLink` while there is more. */
export function armPage(call: ArmCall, items: readonly Record<string, unknown>[]): ApiReply {
  const skip = whole(call, 'initialSkip') ?? 0;
  const size = whole(call, 'pageSize') ?? items.length;
  const ordered = call.query.get('isDescending') === 'true' ? [...items].reverse() : items;
  const value = ordered.slice(skip, skip + size);
  return ok({
    value,
    ...(skip + size < items.length && size > 0 ? { nextLink: nextLink(call, skip + size) } : {}),
  });
}

function nextLink(call: ArmCall, initialSkip: number): string {
  const query = new URLSearchParams(call.query);
  query.set('initialSkip', String(initialSkip));
  return `${call.baseUrl}${call.path}?${query.toString()}`;
}

function whole(call: ArmCall, name: string): number | undefined {
  const text = call.query.get(name);
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ApiError(400, 'BadRequest', `The query parameter ${name} must be a whole number.`);
}
