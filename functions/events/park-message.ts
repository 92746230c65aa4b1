import type { InvocationContext } from '@azure/functions';
import { fingerprint } from '../../shared/domain/failure';
import { sha256 } from '../../shared/domain/ids';
import type { Failures } from '../../shared/state/failures';

interface Deps {
  failures: Failures;
  now: () => Date;
}

/**
 * A message that is no hint becomes a failure row; of its text only a hash and the length are kept. Safe to repeat.
 * Never throws: where even the row cannot be written, an error in the log is what is left of it, for a message that
 * nobody can read is not worth the whole batch coming again.
 */
export async function parkMalformed(
  { failures, now }: Deps,
  { message, problem }: { message: unknown; problem: string },
  context: InvocationContext,
): Promise<void> {
  const text = JSON.stringify({ message });
  const hash = sha256(text);
  const cause = { flow: 'dispatcher', step: 'parse', code: 'malformed-hint', resource: 'message' };
  const at = now().toISOString();
  try {
    await failures.open({
      ...cause,
      fingerprint: fingerprint(cause),
      subject: null,
      key: `message-${hash.slice(0, 32)}`,
      message: `a message on the hints queue is no hint: ${problem}`,
      fix: 'Find who sends it; the accepted form is {kind, id, hintId}.',
      partner: null,
      run: null,
      firstSeenAt: at,
      lastSeenAt: at,
      evidence: { sha256: hash, characters: text.length },
    });
  } catch (error) {
    context.error(`A malformed message (${hash}) could not be made a failure: ${problem}`, error);
  }
}
