import { type TypedData } from '../app/registered-function';
import { type OrchestratorAction } from './orchestrator-action';

/** What one run of an orchestrator function said. */
export interface OrchestratorAnswer {
  /** All actions from the start of the history on, in the order they were asked for. */
  actions: OrchestratorAction[];
  isDone: boolean;
  output?: unknown;
  customStatus?: unknown;
  /** The message of the error that ended it. */
  error?: string;
  /** It threw, but nothing that has a message: the host sees neither an error nor an end (recorded). */
  threwWithoutMessage?: boolean;
}

/** The library puts its state behind this label into the message of the error it throws (facts 2.3). */
const STATE_LABEL = '$OutOfProcData$:';

interface WireState {
  isDone: boolean;
  actions: OrchestratorAction[][];
  output?: unknown;
  customStatus?: unknown;
  error?: string;
}

/**
 * Reads what an orchestrator function returned.
 *
 * @throws Error when it returned no orchestrator state, which means that it was not registered through durable-functions.
 */
export function readAnswer(returned: TypedData | undefined): OrchestratorAnswer {
  const text = returned?.json ?? returned?.string;
  if (text === undefined) throw new Error('The orchestrator function returned no durable state.');
  return fromState(JSON.parse(text) as WireState);
}

/**
 * Reads what an orchestrator function threw: undefined when the text carries no state, which means a crash outside of
 * the user's code.
 */
export function readThrownAnswer(message: string): OrchestratorAnswer | undefined {
  const at = message.indexOf(STATE_LABEL);
  if (at < 0) return undefined;
  const answer = fromState(JSON.parse(message.slice(at + STATE_LABEL.length)) as WireState);
  return answer.error === undefined ? { ...answer, threwWithoutMessage: true } : answer;
}

function fromState(state: WireState): OrchestratorAnswer {
  const { isDone, output, customStatus, error } = state;
  return {
    actions: state.actions.flat(),
    isDone,
    ...(output === undefined ? {} : { output }),
    ...(customStatus === undefined ? {} : { customStatus }),
    ...(error === undefined || error === '' ? {} : { error }),
  };
}
