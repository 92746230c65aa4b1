import { type Context, Hono } from 'hono';
import { emptyAnswer, errorAnswer } from './answers';
import {
  controlInstance,
  listInstances,
  purgeInstance,
  purgeInstances,
  raiseEvent,
  refuseRewind,
} from './instance-requests';
import { RPC_PATH, SYSTEM_KEY, WEBHOOK_PATH } from './management-urls';
import { showInstance } from './show-instance';
import { restartInstance, startInstance, type StartParts } from './start-requests';

/**
 * The management HTTP API, once below the webhook path, where the key is asked for, and once below the path that the
 * library's client uses (facts 2.14, quirks reproduced as recorded).
 */
export function createManagementApi(parts: StartParts): Hono {
  const api = new Hono({ strict: false }); // A slash at the end of a path means nothing.
  api.use(`${WEBHOOK_PATH}/*`, async (context, next) => {
    const { req } = context;
    if ((req.query('code') ?? req.header('x-functions-key')) !== SYSTEM_KEY)
      return emptyAnswer(401, { 'www-authenticate': 'Bearer' });
    await next();
    return undefined;
  });
  const routes = managementRoutes(parts);
  api.route(WEBHOOK_PATH, routes);
  api.route(RPC_PATH, routes);
  api.notFound(() => emptyAnswer(404));
  api.onError((error) =>
    errorAnswer(500, 'Something went wrong while processing your request', {
      type: error.name,
      message: error.message,
    }),
  );
  return api;
}

function managementRoutes(parts: StartParts): Hono {
  const { client } = parts;
  const routes = new Hono();
  routes.post('/orchestrators/:name', ({ req }) =>
    startInstance(parts, req.raw, req.param('name'), undefined),
  );
  routes.post('/orchestrators/:name/:id', ({ req }) =>
    startInstance(parts, req.raw, req.param('name'), req.param('id')),
  );
  routes.get('/instances', ({ req }) => listInstances(client, req.raw));
  routes.delete('/instances', ({ req }) => purgeInstances(client, req.raw));
  routes.get('/instances/:id', ({ req }) => showInstance(client, req.raw, req.param('id')));
  routes.delete('/instances/:id', ({ req }) => purgeInstance(client, req.param('id')));
  routes.post('/instances/:id/:operation', ({ req }) =>
    operate(parts, req.raw, req.param('id'), req.param('operation')),
  );
  routes.post('/instances/:id/:operation/:event', ({ req }) =>
    req.param('operation').toLowerCase() === 'raiseevent'
      ? raiseEvent(client, req.raw, req.param('id'), req.param('event'))
      : emptyAnswer(404),
  );
  routes.all('/entities/*', refuseEntities);
  routes.all('/entities', refuseEntities);
  return routes;
}

function operate(
  parts: StartParts,
  request: Request,
  instanceId: string,
  operation: string,
): Response | Promise<Response> {
  const { client } = parts;
  const name = operation.toLowerCase();
  switch (name) {
    case 'terminate':
    case 'suspend':
    case 'resume':
      return controlInstance(client, request, instanceId, name);
    case 'restart':
      return restartInstance(parts, request, instanceId);
    case 'rewind':
      return refuseRewind(client, instanceId);
    default:
      return emptyAnswer(404);
  }
}

function refuseEntities(context: Context): Response {
  const entity = context.req.path.replace(/^.*\/entities\/?/, '');
  return errorAnswer(
    501,
    `The embedded host does not run durable entities${entity && ` (${entity})`}; see "What it refuses" in docs/embedded-host-durable.md.`,
  );
}
