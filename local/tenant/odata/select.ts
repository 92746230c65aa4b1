import type { ApiCall } from '../core/api-call';
import { badRequest, notSimulated } from '../core/api-error';

export interface Selectable {
  /** `user`, for error messages. */
  type: string;
  /** Properties answered without `$select`; all of them when left out. */
  defaults?: readonly string[];
  /** Properties that `$select` may name; `defaults` and everything in the item when left out. */
  selectable?: readonly string[];
}

type Item = Readonly<Record<string, unknown>>;

/** The properties the caller asked for, annotations kept. */
export function selected(
  call: Pick<ApiCall, 'query' | 'method' | 'url'>,
  item: Item,
  options: Selectable,
): Item {
  const expanded = expandedNames(call, item);
  const names = selectedNames(call.query.get('$select'), options) ?? options.defaults;
  if (names === undefined) return item;
  const shown = Object.entries(item).filter(
    ([name]) => name.includes('@odata.') || names.includes(name) || expanded.includes(name),
  );
  return Object.fromEntries(shown);
}

/** The names in `$expand`; 501 for a navigation that the resource has not put into the item. */
function expandedNames(call: Pick<ApiCall, 'query' | 'method' | 'url'>, item: Item): string[] {
  const text = (call.query.get('$expand') ?? '').replaceAll(/\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '');
  const names = text.split(',').map((name) => name.trim());
  const missing = names.find((name) => name !== '' && !Object.hasOwn(item, name));
  if (missing !== undefined) throw notSimulated(call.method, call.url, `$expand=${missing}`);
  return names;
}

/** The names in `$select`; 400 for one that the type does not have; undefined without `$select` or with `*`. */
export function selectedNames(text: string | null, options: Selectable): string[] | undefined {
  if (text === null || text.trim() === '' || text.trim() === '*') return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find(
    (name) => options.selectable !== undefined && !options.selectable.includes(name),
  );
  if (unknown === undefined) return names;
  throw badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${options.type}'.`,
    'BadRequest',
  );
}

/** One object as an answer, with its context. */
export function entityBody(
  call: ApiCall & { baseUrl: string },
  context: string,
  item: Item,
  options: Selectable,
): Item {
  const select = call.query.get('$select');
  const shape = select === null ? '' : `(${select})`;
  return {
    '@odata.context': `${call.baseUrl}/$metadata#${context}${shape}/$entity`,
    ...selected(call, item, options),
  };
}
