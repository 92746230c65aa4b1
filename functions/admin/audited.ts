import { randomUUID } from 'node:crypto';
import { sha256 } from '../../shared/domain/ids';
import type { AuditFact } from '../../shared/domain/audit-entry';
import type { Audit } from '../../shared/state/audit';
import type { Caller } from './authorise';
import type { ProblemResponse } from './problem';
import type { AuditSubject, Reply } from './route';

interface Doing {
  audit: Audit;
  what: AuditSubject;
  caller: Caller;
  headers: Headers;
  now: () => Date;
}

/**
 * Does `act` and audits who did what, why and with what result, a refusal too. The entry follows the deed: where it
 * cannot be written the request fails as "not now", and its repetition, which does nothing twice, is audited.
 */
export async function audited(
  doing: Doing,
  act: () => Promise<Reply<unknown> | ProblemResponse>,
): Promise<Reply<unknown> | ProblemResponse> {
  const { audit, what, caller, headers, now } = doing;
  const key = headers.get('idempotency-key');
  const opId = key === null ? randomUUID() : sha256(`${caller.objectId}\n${key}`).slice(0, 32);
  const note = (result: AuditFact['result'], extra: object, target = what.target) =>
    audit.append({
      // A refusal and the success that follows it under the same key are two facts.
      opId: `${what.action}-${opId}-${result}`,
      at: now().toISOString(),
      actor: { kind: caller.kind, id: caller.objectId },
      action: what.action,
      target,
      plan: what.plan ?? null,
      reason: what.reason ?? null,
      ticket: what.ticket ?? null,
      result,
      detail: { ...what.detail, ...extra },
    });
  let answer: Reply<unknown> | ProblemResponse;
  try {
    answer = await act();
  } catch (error) {
    await note('failed', { error: error instanceof Error ? error.name : 'unknown' });
    throw error;
  }
  if ('problem' in answer) await note('refused', { problem: answer.problem });
  else await note('done', answer.audited?.detail ?? {}, answer.audited?.target);
  return answer;
}
