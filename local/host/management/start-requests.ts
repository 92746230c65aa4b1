import { type Clock } from '../clock/clock';
import { hasEnded, type InstanceState } from '../durable/instance-state';
import {
  InvalidInstanceId,
  type OrchestrationClient,
  type StartRequest,
} from '../durable/orchestration-client';
import { badArgument, errorAnswer, invalidJson, jsonAnswer } from './answers';
import { tokenText } from './json-token';
import { managementUrls } from './management-urls';
import { statusText } from './status-text';

/** What the requests that start something need. */
export interface StartParts {
  client: OrchestrationClient;
  clock: Clock;
  hubName: string;
}

/** `POST orchestrators/{name}[/{instanceId}]` */
export async function startInstance(
  parts: StartParts,
  request: Request,
  name: string,
  instanceId: string | undefined,
): Promise<Response> {
  const input = jsonBody(await request.text());
  if (input === undefined) return invalidJson('The body is not JSON.');
  const version = new URL(request.url).searchParams.get('version') ?? undefined;
  return startAndAnswer(parts, request, { name, instanceId, input, version });
}

/** `POST instances/{id}/restart`: again with the recorded name and input, under a new id unless told otherwise. */
export async function restartInstance(
  parts: StartParts,
  request: Request,
  instanceId: string,
): Promise<Response> {
  const instance = parts.client.get(instanceId);
  if (!instance) {
    const message = `An orchestrastion with the instanceId ${instanceId} was not found.`; // The extension's spelling.
    return errorAnswer(400, 'InstanceId does not match a valid orchestration instance.', {
      type: 'System.ArgumentException',
      message,
    });
  }
  const keepsId =
    new URL(request.url).searchParams.get('restartWithNewInstanceId')?.toLowerCase() === 'false';
  const { name, input } = instance;
  return startAndAnswer(parts, request, {
    name,
    input: input ?? 'null',
    instanceId: keepsId ? instanceId : undefined,
  });
}

async function startAndAnswer(parts: StartParts, request: Request, start: StartRequest): Promise<Response> {
  try {
    const started = await parts.client.start(start);
    if ('taken' in started) {
      return errorAnswer(409, `An Orchestration instance with the status ${started.taken} already exists.`);
    }
    return (
      (await answerOfWait(parts, request, started.instanceId)) ??
      checkStatus(parts, request, started.instanceId)
    );
  } catch (error) {
    if (error instanceof InvalidInstanceId) return badArgument(error.message);
    throw error;
  }
}

/** 202 with the instance's addresses. The extension leaves the rewind address out here (recorded). */
function checkStatus({ hubName }: StartParts, request: Request, instanceId: string): Response {
  const { origin } = new URL(request.url);
  const urls = managementUrls(origin, hubName, instanceId, encodeURIComponent(instanceId));
  const shown = JSON.stringify({ ...urls, rewindPostUri: undefined });
  return jsonAnswer(202, shown, { location: urls.statusQueryGetUri, 'retry-after': '10' });
}

/** With `timeout` and `pollingInterval` (seconds) the answer waits for the end, and gives the output if it comes in time. */
async function answerOfWait(
  { client, clock }: StartParts,
  request: Request,
  instanceId: string,
): Promise<Response | undefined> {
  const query = new URL(request.url).searchParams;
  const timeoutMs = Number(query.get('timeout') ?? NaN) * 1000;
  const intervalMs = Number(query.get('pollingInterval') ?? NaN) * 1000;
  if (Number.isNaN(timeoutMs) || Number.isNaN(intervalMs)) return undefined;
  const deadlineMs = clock.now() + timeoutMs;
  for (;;) {
    const instance = client.get(instanceId);
    if (instance && hasEnded(instance)) return endAnswer(instance);
    if (clock.now() >= deadlineMs) return undefined;
    const nextMs = Math.min(deadlineMs, clock.now() + Math.max(1, intervalMs));
    await new Promise<void>((resolve) => clock.schedule(nextMs, resolve));
  }
}

function endAnswer(instance: InstanceState): Response {
  if (instance.status === 'Completed') return jsonAnswer(200, tokenText(instance.output));
  return jsonAnswer(
    200,
    statusText(instance, { showInput: true, showHistory: false, showHistoryOutput: false }),
  );
}

/** A body as compact JSON text; an empty one is null, one that is not JSON undefined. */
export function jsonBody(text: string, whenEmpty: string | undefined = 'null'): string | undefined {
  if (text.trim() === '') return whenEmpty;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined; // The caller answers 400.
  }
}
