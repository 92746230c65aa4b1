import { hasEnded } from '../durable/instance-state';
import { type OrchestrationClient } from '../durable/orchestration-client';
import { badArgument, emptyAnswer, jsonAnswer } from './answers';
import { DuplicateHistoryKey } from './history-view';
import { type StatusOptions, statusText } from './status-text';

/**
 * `GET instances/{id}`: 202 while the instance lives, 200 once it has ended, 404 when there is none.
 *
 * @param mayAnswer500 whether `returnInternalServerErrorOnFailure` counts; it does not after a wait.
 */
export function showInstance(
  client: OrchestrationClient,
  request: Request,
  instanceId: string,
  mayAnswer500 = true,
): Response {
  const query = new URL(request.url).searchParams;
  const instance = client.get(instanceId);
  if (!instance) return emptyAnswer(404);
  try {
    const text = statusText(instance, readStatusOptions(query));
    if (!hasEnded(instance)) return jsonAnswer(202, text, { location: request.url, 'retry-after': '5' });
    const isError = instance.status === 'Failed' && isTrue(query.get('returnInternalServerErrorOnFailure'));
    return jsonAnswer(isError && mayAnswer500 ? 500 : 200, text);
  } catch (error) {
    if (error instanceof DuplicateHistoryKey) return badArgument(error.message);
    throw error;
  }
}

/** What a query asks to see: inputs unless it says no, history and results only if it says so. */
export function readStatusOptions(query: URLSearchParams): StatusOptions {
  return {
    showInput: query.get('showInput')?.toLowerCase() !== 'false',
    showHistory: isTrue(query.get('showHistory')),
    showHistoryOutput: isTrue(query.get('showHistoryOutput')),
  };
}

function isTrue(text: string | null): boolean {
  return text?.toLowerCase() === 'true';
}
