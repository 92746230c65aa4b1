import { CoreError } from '../core/core-error';
import { type RegisteredFunction } from '../app/registered-function';
import { decodePath, RouteTemplate, type RouteValues } from './route-template';

/** One HTTP function with its full route, prefix included. */
export interface HttpRoute {
  functionName: string;
  template: RouteTemplate;
  /** Upper case; empty means every method. */
  methods: readonly string[];
}

/** First segments the Functions host keeps for itself. */
const BUILT_IN = new Set(['admin', 'runtime']);

/**
 * The HTTP functions of an app, most specific route first; functions of one route may share it by method.
 *
 * @throws CoreError that names the function whose route cannot be read or belongs to the host.
 */
export function httpRoutes(functions: readonly RegisteredFunction[], routePrefix: string): HttpRoute[] {
  return functions
    .filter(({ trigger }) => trigger.type.toLowerCase() === 'httptrigger')
    .map((metadata) => httpRoute(metadata, routePrefix))
    .sort((one, other) => compare(one.template.precedence, other.template.precedence));
}

/**
 * Finds the function for a request. A method that no function of a matching route takes finds nothing, so that the
 * answer is 404, as recorded.
 */
export function findRoute(
  routes: readonly HttpRoute[],
  method: string,
  rawPath: string,
): { route: HttpRoute; values: RouteValues } | undefined {
  const path = decodePath(rawPath);
  for (const route of routes) {
    if (route.methods.length > 0 && !route.methods.includes(method.toUpperCase())) continue;
    const values = route.template.match(path);
    if (values) return { route, values };
  }
  return undefined;
}

function httpRoute({ name, trigger }: RegisteredFunction, routePrefix: string): HttpRoute {
  const { route, methods } = trigger;
  const own = typeof route === 'string' && route !== '' ? route.replace(/^\/+/, '') : name;
  const full = [routePrefix, own].filter((part) => part !== '').join('/');
  if (BUILT_IN.has(full.split('/')[0]?.toLowerCase() ?? '')) {
    throw new CoreError(
      `The route "${full}" of function "${name}" conflicts with a built-in route of the host.`,
    );
  }
  try {
    return {
      functionName: name,
      template: new RouteTemplate(full),
      methods: Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : [],
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CoreError(`The route "${full}" of function "${name}" cannot be used: ${why}.`);
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
