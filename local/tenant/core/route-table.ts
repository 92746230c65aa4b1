/** One route: its pattern as written, and what it leads to. */
export interface Route<T> {
  method: string;
  pattern: string;
  target: T;
}

export interface RouteMatch<T> {
  route: Route<T>;
  params: Record<string, string>;
}

interface CompiledRoute<T> extends Route<T> {
  expression: RegExp;
  names: readonly string[];
  /** Literal letters of the pattern: of two matching routes the more literal one is meant. */
  weight: number;
}

/**
 * Finds the route of a path. Patterns are written as the services' reference writes paths: `{id}` is one
 * segment or one quoted argument, `{scope*}` one or more segments, everything else literal, without regard
 * to case. A segment that begins with `$` (`$count`, `$ref`) is OData's and never an id. A router for `/:id` paths cannot say `groups(uniqueName='{name}')` or a scope in front, hence this.
 */
export class RouteTable<T> {
  readonly #routes = new Map<string, CompiledRoute<T>[]>();

  /** Adds a route; a pattern given twice for one method is a programming error and throws. */
  add(method: string, pattern: string, target: T): void {
    const routes = this.#routes.get(method) ?? [];
    if (routes.some((route) => route.pattern === pattern))
      throw new Error(`Route ${method} ${pattern} is taken`);
    routes.push({ method, pattern, target, ...compile(pattern) });
    routes.sort((a, b) => b.weight - a.weight);
    this.#routes.set(method, routes);
  }

  find(method: string, path: string): RouteMatch<T> | undefined {
    for (const route of this.#routes.get(method) ?? []) {
      const found = route.expression.exec(path);
      if (found === null) continue;
      const params = route.names.map((name, at) => [name, decode(found[at + 1] ?? '')] as const);
      return { route, params: Object.fromEntries(params) };
    }
    return undefined;
  }

  /** Every route, for the table of what is simulated. */
  list(): Route<T>[] {
    return [...this.#routes.values()].flat();
  }
}

const PART = /\{(\w+)(\*?)\}/g;

function compile(pattern: string): { expression: RegExp; names: string[]; weight: number } {
  const names: string[] = [];
  let source = '';
  let at = 0;
  for (const part of pattern.matchAll(PART)) {
    source += literal(pattern.slice(at, part.index));
    const quoted = pattern[part.index - 1] === "'";
    source += part[2] === '*' ? '(.+)' : quoted ? "([^']*)" : '([^/$][^/]*)';
    names.push(part[1] ?? '');
    at = part.index + part[0].length;
  }
  source += literal(pattern.slice(at));
  return { expression: new RegExp(`^${source}/?$`, 'i'), names, weight: pattern.replaceAll(PART, '').length };
}

/** Special letters escaped; a bound function may be called with or without its empty parentheses. */
function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\(\\)', '(?:\\(\\))?');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign is no encoding: the services take the text as it is.
    return text;
  }
}
