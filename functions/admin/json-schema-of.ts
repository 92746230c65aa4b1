import { z } from 'zod';

/**
 * The JSON Schema (2020-12, as OpenAPI 3.1 wants it) of what a schema takes. What a schema makes of it, a brand say,
 * is our own affair; what JSON cannot say, such as a check by code, is left out.
 */
export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const made: Record<string, unknown> = {
    ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  };
  // The document names the dialect once, by its version.
  delete made['$schema'];
  return made;
}
