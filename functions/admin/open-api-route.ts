import { z } from 'zod';
import { ADMIN_ROUTES } from './admin-routes';
import { openApiDocument } from './open-api-document';
import { reply, route } from './route';
import { NO_PARAMS, NO_QUERY } from './route-schemas';

/** GET openapi.json: what this API takes and answers. Made from the schemas that check the requests. */
export const openApiRoute = route({
  name: 'showOpenApi',
  method: 'GET',
  path: 'openapi.json',
  role: 'Gatehouse.Reader',
  summary: 'This document.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: z.record(z.string(), z.unknown()),
  handle: () => Promise.resolve(reply(openApiDocument(ADMIN_ROUTES))),
});
