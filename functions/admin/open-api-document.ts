import { z } from 'zod';
import { jsonSchemaOf } from './json-schema-of';
import { problemStatus, type ProblemKind } from './problem';
import type { AdminRoute } from './route';

type Json = Record<string, unknown>;
/** As much of a route as the document shows. */
type Described = Omit<AdminRoute<never>, 'accept'>;

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', examples: ['urn:gatehouse:problem:not-found'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what happened, and what to do next' },
    errors: {
      type: 'array',
      description: 'each thing wrong with the request',
      items: {
        type: 'object',
        required: ['at', 'problem'],
        properties: { at: { type: 'string' }, problem: { type: 'string' } },
      },
    },
  },
};

const WHEN: Record<ProblemKind, string> = {
  invalid: 'The request does not fit; `errors` says where.',
  unauthenticated: 'There is no token, or it was not accepted.',
  forbidden: 'The token lacks the role.',
  'not-found': 'There is no such thing.',
  conflict: 'The same request is being done, or the present state does not allow it.',
  'precondition-failed': 'It changed since it was read.',
  'too-large': 'The body is too long.',
  'unsupported-media-type': 'The body is not said to be JSON.',
  'key-reused': 'The idempotency key came with another request before.',
  'precondition-required': 'The write names no version.',
  'internal-error': 'A defect; `instance` names it in the log.',
  'tenant-refused': 'A service of the tenant refused for good.',
  unavailable: 'Something is not reachable now; `retry-after` says when to try again.',
};

/** The OpenAPI 3.1 document of `routes`. Pure: equal routes give equal documents. */
export function openApiDocument(routes: readonly Described[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse admin API',
      version: '1',
      description:
        'Errors are problem documents (RFC 9457). Every POST that changes something carries an Idempotency-Key. Roles: Gatehouse.Reader, Gatehouse.Operator, Gatehouse.Approver; each of the latter two may read.',
    },
    components: {
      securitySchemes: {
        entra: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'an access token of Microsoft Entra ID for the audience of this installation',
        },
      },
      schemas: { Problem: PROBLEM },
    },
    security: [{ entra: [] }],
    paths,
  };
}

function operation(route: Described): Json {
  const isRepeatable = route.method === 'POST' && !route.isQuestion;
  return {
    operationId: route.name,
    summary: route.summary,
    ...(route.description && { description: route.description }),
    'x-gatehouse-role': route.role,
    ...(route.role === 'anybody' && { security: [{}, { entra: [] }] }),
    parameters: [
      ...parametersOf('path', route.params),
      ...parametersOf('query', route.query),
      ...(isRepeatable ? [header('Idempotency-Key', true)] : []),
      ...(route.isConditional && route.method !== 'GET'
        ? [header('If-Match', false), header('If-None-Match', false)]
        : []),
    ],
    ...(route.body && { requestBody: { required: true, content: json(route.body) } }),
    responses: {
      ...answers(route),
      ...Object.fromEntries(problemsOf(route, isRepeatable).map(problemAnswer)),
    },
  };
}

function answers(route: Described): Json {
  const headers = { etag: { schema: { type: 'string' } } };
  const answer = {
    description: 'Success.',
    ...(route.isConditional && { headers }),
    content: json(route.answer),
  };
  const alsoAs = route.success === undefined ? {} : { [String(route.success)]: answer };
  return route.success === 202 ? alsoAs : { '200': answer, ...alsoAs };
}

function problemsOf(route: Described, isRepeatable: boolean): ProblemKind[] {
  const kinds = new Set<ProblemKind>(['invalid', 'unauthenticated', 'forbidden', ...route.problems]);
  if (route.body !== null)
    for (const kind of ['too-large', 'unsupported-media-type'] as const) kinds.add(kind);
  if (isRepeatable) for (const kind of ['conflict', 'key-reused'] as const) kinds.add(kind);
  return [...kinds, 'internal-error', 'unavailable'];
}

function problemAnswer(kind: ProblemKind): [string, Json] {
  const schema = { $ref: '#/components/schemas/Problem' };
  return [
    String(problemStatus(kind)),
    { description: WHEN[kind], content: { 'application/problem+json': { schema } } },
  ];
}

const json = (schema: z.ZodType): Json => ({ 'application/json': { schema: jsonSchemaOf(schema) } });

const header = (name: string, required: boolean): Json => ({
  in: 'header',
  name,
  required,
  schema: { type: 'string' },
});

function parametersOf(place: 'path' | 'query', schema: z.ZodObject): Json[] {
  return Object.entries(schema.shape).map(([name, of]) => ({
    in: place,
    name,
    required: !z.safeParse(of, undefined).success,
    schema: jsonSchemaOf(of as z.ZodType),
  }));
}
