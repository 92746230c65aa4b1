import { RetryableError, TerminalError } from '../../domain/codes';
import type { FailureRule } from './failure-rule';
import { retryAfterSeconds } from './retry-after';
import type { ServiceAnswer } from './service-answer';

/**
 * The error an unwelcome answer becomes, by the first of `rules` that applies; without one a refusal with the
 * code `rejected`. The message says what was asked of what, what came, and what to do next; never who.
 */
export function failureOf(
  answer: ServiceAnswer,
  rules: readonly FailureRule[],
  nowMs: number,
): RetryableError | TerminalError {
  const rule = rules.find((candidate) => applies(candidate, answer));
  if (rule === undefined)
    return new TerminalError(
      'rejected',
      messageOf(answer, 'this is not expected: report it with the request id'),
    );
  const message = messageOf(answer, rule.next);
  if ('refused' in rule) return new TerminalError(rule.refused, message);
  return new RetryableError(
    rule.later,
    message,
    retryAfterSeconds(answer.retryAfter, nowMs, rule.defaultWaitSeconds),
  );
}

function applies(rule: FailureRule, answer: ServiceAnswer): boolean {
  if (!rule.statuses.includes(answer.status)) return false;
  return (
    rule.codes === undefined || rule.codes.some((code) => code.toLowerCase() === answer.code?.toLowerCase())
  );
}

function messageOf(answer: ServiceAnswer, next: string): string {
  const code = answer.code === null ? '' : ` ${answer.code}`;
  const requestId = answer.requestId === null ? '' : ` (request id ${answer.requestId})`;
  return `${answer.authority} answered ${answer.status}${code} to ${answer.asked}: ${next}${requestId}`;
}
