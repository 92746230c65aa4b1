import { hasEnded, type InstanceState } from '../durable/instance-state';
import { type ControlResult, type OrchestrationClient } from '../durable/orchestration-client';
import { emptyAnswer, errorAnswer, invalidJson, invalidOperation, jsonAnswer } from './answers';
import { isWanted, pageOf, readFilter } from './instance-query';
import { jsonBody } from './json-token';
import { readStatusOptions } from './show-instance';
import { statusText } from './status-text';

/** `GET instances/` */
export function listInstances(client: OrchestrationClient, request: Request): Response {
  const query = new URL(request.url).searchParams;
  const filter = readFilter(query);
  const wanted = client.all().filter((instance) => isWanted(instance, filter));
  const { page, nextToken } = pageOf(
    wanted,
    query.get('top'),
    request.headers.get('x-ms-continuation-token'),
  );
  const options = { ...readStatusOptions(query), showHistory: false };
  const text = `[${page.map((instance) => statusText(instance, options)).join(',')}]`;
  return jsonAnswer(200, text, { 'x-ms-continuation-token': nextToken });
}

/** `POST instances/{id}/raiseEvent/{name}`; the state is looked at before the body (recorded). */
export async function raiseEvent(
  client: OrchestrationClient,
  request: Request,
  instanceId: string,
  name: string,
): Promise<Response> {
  const instance = client.get(instanceId);
  if (!instance) return emptyAnswer(404);
  if (hasEnded(instance)) return emptyAnswer(410);
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json')
    return errorAnswer(400, 'Only application/json request content is supported');
  const text = await request.text();
  const data = jsonBody(text);
  if (data === undefined) return invalidJson(text);
  return controlAnswer(await client.raise(instanceId, { name, data }));
}

type PauseOperation = 'suspend' | 'resume';

/** `POST instances/{id}/terminate|suspend|resume?reason=`; suspending twice or resuming what runs is an error (recorded). */
export async function controlInstance(
  client: OrchestrationClient,
  request: Request,
  instanceId: string,
  operation: PauseOperation | 'terminate',
): Promise<Response> {
  const reason = new URL(request.url).searchParams.get('reason');
  const instance = client.get(instanceId);
  if (!instance) return emptyAnswer(404);
  if (hasEnded(instance)) return emptyAnswer(410);
  if (operation !== 'terminate' && (instance.status === 'Suspended') === (operation === 'suspend')) {
    return invalidOperation(
      `Cannot ${operation} the orchestration instance ${instanceId} because instance is in the ${instance.status} state.`,
    );
  }
  return controlAnswer(await client[operation](instanceId, reason));
}

/** `DELETE instances/{id}`; a running one is refused (recorded). */
export async function purgeInstance(client: OrchestrationClient, instanceId: string): Promise<Response> {
  const instance = client.get(instanceId);
  if (!instance) return emptyAnswer(404);
  if (!hasEnded(instance))
    return errorAnswer(
      412,
      `Cannot purge instance ${instanceId} because it is in the ${instance.status} state.`,
    );
  return purged(await client.purge([instanceId]));
}

/** `DELETE instances/` by creation time and status; instances that have not ended stay. */
export async function purgeInstances(client: OrchestrationClient, request: Request): Promise<Response> {
  const filter = readFilter(new URL(request.url).searchParams);
  if (filter.createdFromMs === undefined) {
    return jsonAnswer(400, JSON.stringify("Please provide value for 'createdTimeFrom' parameter."));
  }
  const wanted = client.all().filter((instance) => isWanted(instance, filter));
  const count = await client.purge(wanted.map(({ instanceId }) => instanceId));
  return count === 0 ? emptyAnswer(404) : purged(count);
}

/**
 * `POST instances/{id}/rewind`: refused where Azure would rewind. The answers for other instances are the recorded ones;
 * their texts are this host's.
 */
export function refuseRewind(client: OrchestrationClient, instanceId: string): Response {
  const instance: InstanceState | undefined = client.get(instanceId);
  if (!instance) return jsonAnswer(404, JSON.stringify(`No instance with ID '${instanceId}' found.`));
  const text =
    instance.status === 'Failed'
      ? 'The embedded host does not rewind instances. Restart the instance, or start it again with its recorded input.'
      : 'The rewind operation is only supported on failed orchestration instances.';
  return jsonAnswer(instance.status === 'Failed' ? 501 : 412, JSON.stringify(text));
}

function purged(count: number): Response {
  return jsonAnswer(200, JSON.stringify({ instancesDeleted: count }));
}

function controlAnswer(result: ControlResult): Response {
  return emptyAnswer(result === 'accepted' ? 202 : result === 'ended' ? 410 : 404);
}
