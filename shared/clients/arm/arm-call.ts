import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import { CALL_TIME_LIMIT_MS } from '../http/call-time-limit';
import { credentialFailure } from '../http/credential-failure';
import { errorCodeOf } from '../http/error-code-of';
import { failureOf } from '../http/failure-of';
import { noAnswerFailure } from '../http/no-answer-failure';
import type { ServiceAnswer } from '../http/service-answer';
import { ARM_FAILURES } from './arm-failures';
import type { ArmConnection } from './connect-arm';

const AUTHORITY = 'Azure Resource Manager';

/** What an SDK call is given: its end. */
interface ArmCallOptions {
  abortSignal: AbortSignal;
}

/**
 * Makes one SDK call within its time limit. `asked` says what is asked of what, for messages. Throws
 * RetryableError or TerminalError by {@link ARM_FAILURES}; never waits, never repeats.
 */
export async function armCall<T>(
  arm: ArmConnection,
  asked: string,
  call: (options: ArmCallOptions) => Promise<T>,
): Promise<T> {
  try {
    return await call({ abortSignal: AbortSignal.timeout(CALL_TIME_LIMIT_MS) });
  } catch (error) {
    const answer = answerIn(error, asked);
    if (answer !== undefined) throw failureOf(answer, ARM_FAILURES, arm.now());
    throw credentialFailure(AUTHORITY, error) ?? noAnswerFailure(AUTHORITY, asked, error);
  }
}

/** As {@link armCall}; undefined where the service says that just this resource is not there. */
export async function armCallIfThere<T>(
  arm: ArmConnection,
  asked: string,
  call: (options: ArmCallOptions) => Promise<T>,
): Promise<T | undefined> {
  return armCall(arm, asked, async (options) => {
    try {
      return await call(options);
    } catch (error) {
      if (isAbsent(answerIn(error, asked))) return undefined;
      throw error;
    }
  });
}

/**
 * Codes of a 404 that mean the resource itself; a missing parent or a mistaken path is another matter. That Azure
 * Virtual Desktop says `404` for a session host is COMMUNITY.
 */
const ABSENCE_CODES = new Set(['ResourceNotFound', 'NotFound', '404']);

function isAbsent(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 404 && ABSENCE_CODES.has(answer.code ?? '');
}

function answerIn(error: unknown, asked: string): ServiceAnswer | undefined {
  if (!isRestError(error) || error.response === undefined) return undefined;
  const { status, headers } = error.response;
  // A success the SDK could not read, cut short on its way, is no refusal of the service.
  if (status < 400) return undefined;
  return {
    authority: AUTHORITY,
    asked,
    status,
    code: codeOf(error),
    requestId: headers.get('x-ms-request-id') ?? null,
    retryAfter: headers.get('retry-after') ?? null,
  };
}

/** Where the body could not be read as an error, the SDKs put their own code there, in capitals. */
function codeOf(error: RestError): string | null {
  if (error.code !== undefined && !/^[A-Z_]+$/.test(error.code)) return error.code;
  return errorCodeOf(error.details);
}
