import { type InstanceState } from '../durable/instance-state';
import { historyViewText } from './history-view';
import { objectText, tokenText } from './json-token';

/** What a status query asks to see. */
export interface StatusOptions {
  showInput: boolean;
  showHistory: boolean;
  showHistoryOutput: boolean;
}

/**
 * The body of a status query, as text: it is not always valid JSON (see tokenText). Times are cut to whole seconds.
 *
 * @throws DuplicateHistoryKey when the history is asked for and cannot be shown.
 */
export function statusText(instance: InstanceState, options: StatusOptions): string {
  const { showInput, showHistory, showHistoryOutput } = options;
  return objectText({
    name: JSON.stringify(instance.name),
    instanceId: JSON.stringify(instance.instanceId),
    runtimeStatus: JSON.stringify(instance.status),
    input: showInput ? tokenText(instance.input) : 'null',
    customStatus: tokenText(instance.customStatus),
    output: tokenText(instance.output),
    createdTime: JSON.stringify(wholeSeconds(instance.createdAtMs)),
    lastUpdatedTime: JSON.stringify(wholeSeconds(instance.updatedAtMs)),
    ...(showHistory && instance.status !== 'Pending'
      ? { historyEvents: historyViewText(instance.history, { showOutput: showHistoryOutput, showInput }) }
      : {}),
  });
}

function wholeSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
