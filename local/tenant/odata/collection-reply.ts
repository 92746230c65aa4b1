import type { ApiCall, ApiReply } from '../core/api-call';
import { badRequest, notSimulated } from '../core/api-error';
import { filterOf, type Filterable } from './filter';
import { selected, type Selectable } from './select';

export interface CollectionOptions extends Selectable {
  /** `users`, for `@odata.context`. */
  context: string;
  filterable?: Filterable;
  pageSize?: number;
  maxPageSize?: number;
}

export type Item = Readonly<Record<string, unknown>>;

/** A page of a Graph collection: `$filter`, `$select`, `$top`, `$count`, `$orderby` on one property, `@odata.nextLink`. */
export function collectionReply(
  call: ApiCall & { baseUrl: string },
  items: readonly Item[],
  options: CollectionOptions,
): ApiReply {
  refuseUnsimulated(call);
  const advancedQuery =
    call.headers['consistencylevel'] === 'eventual' && call.query.get('$count') === 'true';
  const matching = ordered(call, filtered(call, items, options, advancedQuery));
  const { page, next } = pageOf(call, matching, options);
  const select = call.query.get('$select');
  return {
    status: 200,
    body: {
      '@odata.context': `${call.baseUrl}/$metadata#${options.context}${select === null ? '' : `(${select})`}`,
      ...(advancedQuery ? { '@odata.count': matching.length } : {}),
      ...(next === undefined ? {} : { '@odata.nextLink': next }),
      value: page.map((item) => selected(call, item, options)),
    },
  };
}

/** Options that would be forgotten otherwise. */
function refuseUnsimulated(call: ApiCall): void {
  const found = ['$search', '$skip', '$apply'].find((option) => call.query.has(option));
  if (found !== undefined) throw notSimulated(call.method, call.url, found);
}

/** The items that `$filter` lets through; all without one. */
export function filtered(
  call: ApiCall,
  items: readonly Item[],
  options: CollectionOptions,
  advancedQuery: boolean,
): readonly Item[] {
  const text = call.query.get('$filter');
  if (text === null) return items;
  const resource = options.type.charAt(0).toUpperCase() + options.type.slice(1);
  const test = filterOf({ text, filterable: options.filterable ?? {}, resource, advancedQuery });
  return items.filter(test);
}

function ordered(call: ApiCall, items: readonly Item[]): readonly Item[] {
  const [property, direction] = (call.query.get('$orderby') ?? '').split(' ');
  if (property === undefined || property === '') return items;
  const sign = direction === 'desc' ? -1 : 1;
  return [...items].sort((a, b) => sign * textOf(a[property]).localeCompare(textOf(b[property])));
}

function pageOf(
  call: ApiCall,
  items: readonly Item[],
  options: CollectionOptions,
): { page: readonly Item[]; next?: string } {
  const size = pageSizeOf(call, options);
  const from = startOf(call.query.get('$skiptoken'), items);
  const page = items.slice(from, from + size);
  const last = page.at(-1);
  if (last === undefined || from + size >= items.length) return { page };
  const token = Buffer.from(JSON.stringify([from + size, last['id'] ?? ''])).toString('base64url');
  const query = new URLSearchParams(call.query);
  query.set('$skiptoken', token);
  return { page, next: `${call.baseUrl.replace(/\/(v1\.0|beta)$/, '')}${call.path}?${readable(query)}` };
}

function pageSizeOf(call: ApiCall, options: CollectionOptions): number {
  const text = call.query.get('$top');
  if (text === null) return options.pageSize ?? 100;
  const top = Number(text);
  const most = options.maxPageSize ?? 999;
  if (!Number.isInteger(top) || top < 1 || top > most) {
    throw badRequest(
      `Invalid page size specified: '${text}'. Must be between 1 and ${most} inclusive.`,
      'Request_UnsupportedQuery',
    );
  }
  return top;
}

/** Behind the last item shown, also when others before it have gone; behind its old place when it has gone itself. */
function startOf(token: string | null, items: readonly Item[]): number {
  if (token === null) return 0;
  try {
    const [offset, lastId] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [number, string];
    const found = items.findIndex((item) => item['id'] === lastId);
    return found < 0 ? offset : found + 1;
  } catch {
    throw badRequest('Invalid skip token.', 'Directory_InvalidPageToken');
  }
}

function readable(query: URLSearchParams): string {
  return query.toString().replaceAll('%24', '$').replaceAll('%2C', ',');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
