import { type FailureDetails } from './history-event';

/** Where a .NET host names its own stack frames, this one says who ran the function. */
const HOST_STACK = '   at the embedded host';
const COR_E_EXCEPTION = -2146233088;

/** What a failed task carries in its history event. */
export interface TaskFailure {
  reason: string;
  details: string;
  failureDetails: FailureDetails | null;
}

/**
 * How an activity's error reaches the orchestrator, as recorded: two blanks before the message, then a .NET exception
 * as JSON. The error's name and own properties are lost.
 */
export function activityFailure(activityName: string, message: string, stack: string): TaskFailure {
  const shown = cutAtStack(message);
  const structured = structuredFailure(message);
  if (structured) {
    const reason = `Activity function '${activityName}' failed: ${structured.ErrorMessage}`;
    return { reason, details: structured.StackTrace ?? '', failureDetails: structured };
  }
  return {
    reason: `Activity function '${activityName}' failed:  ${shown}`,
    details: exceptionText(shown, message, stack),
    failureDetails: null,
  };
}

/** The text of a failed orchestration. */
export function orchestrationFailureText(name: string, error: string): string {
  return `Orchestrator function '${name}' failed: ${error}`;
}

/** What a parent is told beside the text above. */
export function subOrchestrationFailureDetails(error: string): string {
  return `Message: ${error}, StackTrace: ${HOST_STACK}`;
}

/** Azure's words for a function name nobody registered (recorded for orchestrators). */
export function unknownOrchestratorText(name: string, known: readonly string[]): string {
  const list =
    known.length === 0
      ? 'No orchestrator functions are currently registered!'
      : `The following are the known orchestrator functions: ${known.map((each) => `'${each}'`).join(', ')}.`;
  return `The function '${name}' doesn't exist, is disabled, or is not an orchestrator function. Additional info: ${list}`;
}

/** The host cuts the message out of a longer text, in front of the first line that begins with `Stack:`. */
function cutAtStack(message: string): string {
  const at = message.indexOf('\nStack:');
  return at < 0 ? message : message.slice(0, at);
}

function exceptionText(shown: string, message: string, stack: string): string {
  return JSON.stringify({
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: ` ${shown}`,
    Data: null,
    InnerException: {
      $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
      IsUserException: false,
      RemoteStackTrace: stack,
      RemoteMessage: message,
      RemoteTypeName: null,
      Message: `Result: Failure\nException: ${message}\nStack: ${stack}`,
      Data: { $type: 'System.Collections.ListDictionaryInternal, System.Private.CoreLib' },
      InnerException: null,
      HelpLink: null,
      Source: 'System.Private.CoreLib',
      HResult: COR_E_EXCEPTION,
      StackTrace: HOST_STACK,
    },
    HelpURL: null,
    StackTraceString: null,
    RemoteStackTraceString: null,
    RemoteStackIndex: 0,
    ExceptionMethod: null,
    HResult: COR_E_EXCEPTION,
    Source: null,
    WatsonBuckets: null,
  });
}

/**
 * With `df.app.setExceptionPropertiesProvider` the library sends the failure as JSON in the error's message. PUBLISHED
 * ONLY (extension pull request 3451, June 2026): not recorded.
 */
function structuredFailure(message: string): FailureDetails | undefined {
  if (!message.startsWith('{"errorType":')) return undefined;
  try {
    const sent = JSON.parse(message) as Partial<Record<string, unknown>>;
    if (typeof sent['errorMessage'] !== 'string' || typeof sent['errorType'] !== 'string') return undefined;
    return {
      ErrorType: sent['errorType'],
      ErrorMessage: sent['errorMessage'],
      StackTrace: typeof sent['stackTrace'] === 'string' ? sent['stackTrace'] : null,
      InnerFailure: null,
      IsNonRetriable: sent['isNonRetriable'] === true,
      Properties: (sent['properties'] ?? null) as Record<string, unknown> | null,
    };
  } catch {
    // A message that only looks like such JSON is an ordinary message.
    return undefined;
  }
}
