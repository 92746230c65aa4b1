import { type ConstraintCheck, constraintCheck } from './route-constraint';

/** One piece of a segment: fixed text, or a parameter. */
type Part =
  | { kind: 'text'; text: string }
  | {
      kind: 'parameter';
      name: string;
      checks: ConstraintCheck[];
      isOptional: boolean;
      isCatchAll: boolean;
      fallback?: string;
    };

type Segment = Part[];

/** Values of a matched route by parameter name; absent optional parameters are left out. */
export type RouteValues = Record<string, string>;

/**
 * A route of an HTTP function in the template language of ASP.NET Core, which Azure Functions uses: literals that
 * ignore case, `{id}`, `{id?}`, `{id=1}`, `{id:int}`, `{*rest}`, and several parts in one segment (`{name}.{ext}`).
 * The routers at hand match none of: optional parameters in the middle, mixed segments, case-blind literals with
 * untouched values; hence this one.
 */
export class RouteTemplate {
  private readonly segments: Segment[];
  private readonly pattern: RegExp;
  private readonly parameters: Extract<Part, { kind: 'parameter' }>[];
  /** The smaller text goes first: literals, then constrained parameters, parameters, catch-alls, by segment. */
  readonly precedence: string;

  /** @throws Error that says what is wrong with the template. */
  constructor(readonly template: string) {
    this.segments = splitSegments(template.replace(/^\/+|\/+$/g, '')).map(parseSegment);
    this.parameters = this.segments.flat().filter((part) => part.kind === 'parameter');
    const names = this.parameters.map(({ name }) => name.toLowerCase());
    if (new Set(names).size < names.length) throw new Error('a route parameter is named twice');
    this.pattern = new RegExp(`^${this.segments.map(segmentSource).join('')}/?$`, 'i');
    this.precedence = this.segments.map(digit).join('');
  }

  /** The route values when the decoded path (see decodePath) matches; `undefined` when it does not. */
  match(path: string): RouteValues | undefined {
    const found = this.pattern.exec(path);
    if (!found) return undefined;
    const values: RouteValues = {};
    for (const [index, parameter] of this.parameters.entries()) {
      const value = found[index + 1] ?? parameter.fallback;
      if (value === undefined) continue;
      if (!parameter.checks.every((check) => check(value))) return undefined;
      values[parameter.name] = value;
    }
    return values;
  }
}

/** A slash inside braces belongs to a constraint's pattern, not to the path. */
function splitSegments(template: string): string[] {
  return template === '' ? [] : template.split(/\/(?![^{}]*\})/);
}

function parseSegment(segment: string): Segment {
  if (segment === '') throw new Error('the route has an empty segment');
  const parts: Segment = [];
  for (const token of segment.match(/\{(?:[^{}]|\{\{|\}\})*\}|[^{}]+|[{}]/g) ?? []) {
    if (token === '{' || token === '}') throw new Error('the route has an unmatched brace');
    parts.push(token.startsWith('{') ? parseParameter(token.slice(1, -1)) : { kind: 'text', text: token });
  }
  const isLoose = parts.some((part) => part.kind === 'parameter' && (part.isCatchAll || part.isOptional));
  if (parts.length > 1 && isLoose)
    throw new Error(`the segment "${segment}" mixes text with an optional or catch-all parameter`);
  return parts;
}

const PARAMETER =
  /^(?<star>\*{0,2})(?<name>[^:=?*]+)(?<constraints>(?::(?:\((?:[^()]|\([^()]*\))*\)|[^:=?(])+)*)(?:=(?<fallback>.*?))?(?<optional>\?)?$/;

function parseParameter(text: string): Part {
  const groups = PARAMETER.exec(text)?.groups;
  if (!groups) throw new Error(`the route parameter {${text}} cannot be read`);
  const isCatchAll = groups['star'] !== '';
  const fallback = groups['fallback'] ?? (isCatchAll ? '' : undefined);
  const constraints = (groups['constraints'] ?? '').match(/:(?:\((?:[^()]|\([^()]*\))*\)|[^:(])+/g) ?? [];
  return {
    kind: 'parameter',
    name: (groups['name'] ?? '').trim(),
    checks: constraints.map((constraint) => constraintCheck(constraint.slice(1))),
    isOptional: groups['optional'] !== undefined || fallback !== undefined,
    isCatchAll,
    ...(fallback === undefined ? {} : { fallback }),
  };
}

function segmentSource(segment: Segment): string {
  const [first] = segment;
  if (segment.length === 1 && first?.kind === 'parameter') {
    const value = first.isCatchAll ? '([^]*)' : '([^/]+)';
    return first.isOptional ? `(?:/${value})?` : `/${value}`;
  }
  const source = segment.map((part) => (part.kind === 'text' ? escape(part.text) : '([^/]+?)')).join('');
  return `/${source}`;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** ASP.NET Core's inbound precedence. INFERRED that the Functions host sorts by it; published samples agree. */
function digit(segment: Segment): number {
  const [first] = segment;
  if (segment.length > 1) return 2;
  if (first?.kind !== 'parameter') return 1;
  const weight = first.isCatchAll ? 5 : 3;
  return first.checks.length > 0 ? weight - 1 : weight;
}

/**
 * Decodes a request's path for matching. An encoded slash stays encoded, as the server underneath the Functions
 * host keeps it; a segment that is not valid percent-encoding is taken as it came.
 */
export function decodePath(rawPath: string): string {
  return rawPath.split('/').map(decodeSegment).join('/');
}

function decodeSegment(segment: string): string {
  try {
    return segment.split(/%2f/i).map(decodeURIComponent).join('%2F');
  } catch {
    return segment;
  }
}
