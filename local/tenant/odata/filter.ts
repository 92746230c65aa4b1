import { badRequest } from '../core/api-error';
import { parseFilter, type Comparison, type FilterExpression, type FilterLiteral } from './filter-expression';

/**
 * What may be filtered, as the reference says per property; `advanced` needs `ConsistencyLevel: eventual` and
 * `$count=true`. A property of a collection element is named `identities/issuer`.
 */
export type Filterable = Readonly<
  Record<string, { plain: readonly Comparison[]; advanced?: readonly Comparison[] }>
>;

export interface FilterRequest {
  text: string;
  filterable: Filterable;
  /** For error messages: `User`. */
  resource: string;
  advancedQuery: boolean;
}

/** A test for one item; throws 400 `Request_UnsupportedQuery` for what the service does not support. */
export function filterOf(request: FilterRequest): (item: Readonly<Record<string, unknown>>) => boolean {
  const expression = parseFilter(request.text);
  check(expression, request, '');
  return (item) => holds(expression, item);
}

function check(expression: FilterExpression, request: FilterRequest, prefix: string): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      check(expression.left, request, prefix);
      check(expression.right, request, prefix);
      return;
    case 'not':
      if (!request.advancedQuery) throw unsupported(propertyIn(expression.inner), request);
      check(expression.inner, request, prefix);
      return;
    case 'any':
      check(expression.inner, request, `${expression.property}/`);
      return;
    case 'compare':
      checkComparison(expression.property, expression.comparison, request, prefix);
  }
}

function checkComparison(
  property: string,
  comparison: Comparison,
  request: FilterRequest,
  prefix: string,
): void {
  // Inside any(): `t` is the element itself, `t/issuer` one of its properties.
  const name = prefix === '' ? property : prefix + property.split('/').slice(1).join('/');
  const allowed = request.filterable[name];
  const isPlain = allowed?.plain.includes(comparison) === true;
  const isAdvanced = request.advancedQuery && allowed?.advanced?.includes(comparison) === true;
  if (!isPlain && !isAdvanced) throw unsupported(name, request);
}

function propertyIn(expression: FilterExpression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return propertyIn(expression.left);
    case 'not':
      return propertyIn(expression.inner);
    case 'any':
    case 'compare':
      return expression.property;
  }
}

function unsupported(property: string, request: FilterRequest): Error {
  return badRequest(
    `Unsupported or invalid query filter clause specified for property '${property}' of resource '${request.resource}'.`,
    'Request_UnsupportedQuery',
  );
}

function holds(expression: FilterExpression, item: Readonly<Record<string, unknown>>): boolean {
  switch (expression.kind) {
    case 'and':
      return holds(expression.left, item) && holds(expression.right, item);
    case 'or':
      return holds(expression.left, item) || holds(expression.right, item);
    case 'not':
      return !holds(expression.inner, item);
    case 'any':
      return anyHolds(expression.property, expression.variable, expression.inner, item);
    case 'compare':
      return compare(valueAt(item, expression.property), expression.comparison, expression.values);
  }
}

function anyHolds(
  property: string,
  variable: string,
  inner: FilterExpression,
  item: Readonly<Record<string, unknown>>,
): boolean {
  const elements = valueAt(item, property);
  if (!Array.isArray(elements)) return false;
  return elements.some((element: unknown) => holds(inner, { ...item, [variable]: element }));
}

function valueAt(item: unknown, property: string): unknown {
  return property.split('/').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }, item);
}

type Compare = (actual: unknown, wanted: FilterLiteral, values: readonly FilterLiteral[]) => boolean;

const COMPARE: Record<Comparison, Compare> = {
  eq: same,
  ne: (actual, wanted) => !same(actual, wanted),
  in: (actual, _, values) => values.some((value) => same(actual, value)),
  startswith: (actual, wanted) => typeof actual === 'string' && lower(actual).startsWith(lower(wanted)),
  endswith: (actual, wanted) => typeof actual === 'string' && lower(actual).endsWith(lower(wanted)),
  contains: (actual, wanted) => typeof actual === 'string' && lower(actual).includes(lower(wanted)),
  ge: (actual, wanted) => ordered(actual, 'ge', wanted),
  gt: (actual, wanted) => ordered(actual, 'gt', wanted),
  le: (actual, wanted) => ordered(actual, 'le', wanted),
  lt: (actual, wanted) => ordered(actual, 'lt', wanted),
};

function compare(actual: unknown, comparison: Comparison, values: readonly FilterLiteral[]): boolean {
  return COMPARE[comparison](actual, values[0] ?? null, values);
}

function same(actual: unknown, wanted: FilterLiteral): boolean {
  if (typeof actual === 'string' && typeof wanted === 'string') return lower(actual) === lower(wanted);
  return (actual ?? null) === wanted;
}

function ordered(actual: unknown, comparison: 'ge' | 'gt' | 'le' | 'lt', wanted: FilterLiteral): boolean {
  if (actual === null || actual === undefined || wanted === null) return false;
  const [left, right] = comparable(actual, wanted);
  if (comparison === 'ge') return left >= right;
  if (comparison === 'gt') return left > right;
  return comparison === 'le' ? left <= right : left < right;
}

/** Points in time may be written with or without fractions of a second: compare them as times. */
function comparable(actual: unknown, wanted: FilterLiteral): [number, number] | [string, string] {
  const left = typeof actual === 'number' ? actual : Date.parse(String(actual));
  const right = typeof wanted === 'number' ? wanted : Date.parse(String(wanted));
  return Number.isNaN(left) || Number.isNaN(right) ? [String(actual), String(wanted)] : [left, right];
}

function lower(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
