import { setTimeout } from 'node:timers/promises';
import { hasEnded } from '../durable/instance-state';
import {
  InvalidInstanceId,
  type OrchestrationClient,
  type StartRequest,
} from '../durable/orchestration-client';
import { badArgument, errorAnswer, invalidJson, jsonAnswer } from './answers';
import { jsonBody, tokenText } from './json-token';
import { managementUrls } from './management-urls';
import { showInstance } from './show-instance';

/** What the requests that start something need. */
export interface StartParts {
  client: OrchestrationClient;
  hubName: string;
  /** How long a start takes between looking for its id and writing it. */
  startWindowMs: () => number;
}

/** `POST orchestrators/{name}[/{instanceId}]` */
export async function startInstance(
  parts: StartParts,
  request: Request,
  name: string,
  instanceId: string | undefined,
): Promise<Response> {
  const text = await request.text();
  const input = text.trim() === '' ? 'null' : jsonBody(text);
  if (input === undefined) return invalidJson(text);
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
    const started = await parts.client.start(start, () => setTimeout(parts.startWindowMs()));
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

/**
 * With `timeout` and `pollingInterval` (seconds of real time, as in the library's own wait) the answer waits for the end,
 * and gives the output if it comes in time.
 */
async function answerOfWait(
  { client }: StartParts,
  request: Request,
  instanceId: string,
): Promise<Response | undefined> {
  const query = new URL(request.url).searchParams;
  const timeoutSeconds = secondsOf(query.get('timeout'));
  const intervalSeconds = secondsOf(query.get('pollingInterval'));
  if (timeoutSeconds === undefined || intervalSeconds === undefined) return undefined;
  if (intervalSeconds > timeoutSeconds) {
    return badArgument(
      `Total timeout ${timeoutSeconds} should be bigger than retry timeout ${intervalSeconds}`,
    );
  }
  const deadlineMs = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const instance = client.get(instanceId);
    if (instance?.status === 'Completed') return jsonAnswer(200, tokenText(instance.output));
    if (instance && hasEnded(instance)) return showInstance(client, request, instanceId, false);
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) return undefined;
    await setTimeout(Math.min(leftMs, Math.max(1, intervalSeconds * 1000)));
  }
}

function secondsOf(text: string | null): number | undefined {
  const seconds = Number.parseFloat(text ?? '');
  return Number.isNaN(seconds) ? undefined : seconds;
}
