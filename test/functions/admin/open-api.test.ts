import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ADMIN_ROUTES } from '../../../functions/admin/admin-routes';
import { openApiDocument } from '../../../functions/admin/open-api-document';

interface Operation {
  'x-gatehouse-role': string;
  parameters: { in: string; name: string; required: boolean; schema: object }[];
  requestBody?: { content: { 'application/json': { schema: object } } };
  responses: Record<string, unknown>;
}
const document = openApiDocument(ADMIN_ROUTES) as unknown as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  it('is current in docs/ (npm run openapi writes it)', () => {
    const written: unknown = JSON.parse(readFileSync('docs/admin-api.openapi.json', 'utf8'));
    // Compared as text: a difference of thousands of lines helps nobody.
    expect(JSON.stringify(written) === JSON.stringify(document)).toBe(true);
  });

  it('is of version 3.1 and describes every route once, with its role', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations).toHaveLength(ADMIN_ROUTES.length);
    expect(operations.map(({ operation }) => operation['x-gatehouse-role'])).toEqual(
      expect.arrayContaining(['anybody', 'Gatehouse.Reader', 'Gatehouse.Operator']),
    );
  });

  it.each(ADMIN_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'describes the parameters of %s, no more and no less',
    (_name, route) => {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(route.params.shape).sort()).toEqual(inPath.sort());
      const described = document.paths[`/api/${route.path}`]?.[route.method.toLowerCase()]?.parameters ?? [];
      expect(described.filter((one) => one.in === 'path' && one.required).map(({ name }) => name)).toEqual(
        Object.keys(route.params.shape),
      );
    },
  );

  it('asks for an idempotency key wherever a POST changes something', () => {
    for (const { method, operation } of operations.filter((one) => one.method === 'post')) {
      const isQuestion = ADMIN_ROUTES.some((route) => route.isQuestion && method === 'post');
      const names = operation.parameters.map(({ name }) => name);
      if (!isQuestion) expect(names).toContain('Idempotency-Key');
    }
  });

  it('tells what a policy looks like, unknown fields refused', () => {
    const put = document.paths['/api/partners/{partner}']?.['put'];
    expect(put?.requestBody?.content['application/json'].schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { partner: { type: 'string' }, startVm: { enum: ['never', 'window', 'always'] } },
    });
    expect(Object.keys(put?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '201', '400', '401', '403', '412', '413', '415', '428', '500', '503']),
    );
  });
});
