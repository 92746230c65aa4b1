import type { InvocationContext } from '@azure/functions';
import { hintSchema } from '../../shared/domain/hint';
import { sha256 } from '../../shared/domain/ids';
import { subjectKey } from '../../shared/domain/subject';
import type { Failures } from '../../shared/state/failures';
import { openFinding } from '../open-finding';

interface Deps {
  failures: Failures;
  now: () => Date;
}

/**
 * The dead-letter queue's own trigger. The dispatcher never throws for a message, so one that lies here means that
 * the host died with it, or the tables were out of reach for ten deliveries: it becomes a failure, which names its
 * subject where it has one, so that the subject can be looked at again.
 */
export const parkDeadLetters =
  (deps: Deps, queue: string) =>
  async (messages: readonly unknown[], context: InvocationContext): Promise<void> => {
    for (const message of messages) {
      const hint = hintSchema.safeParse(message);
      const hash = sha256(JSON.stringify({ message }));
      const subject = hint.success ? { kind: hint.data.kind, id: hint.data.id } : null;
      context.error(`A message of ${queue} was given up by the bus: ${subject ? subjectKey(subject) : hash}`);
      await openFinding(deps, {
        flow: 'dispatcher',
        step: 'deliver',
        code: 'dead-lettered',
        resource: 'message',
        key: subject === null ? `message-${hash.slice(0, 32)}` : subjectKey(subject),
        subject,
        message: `the bus gave up a message of the queue ${queue} after ten deliveries that nobody survived`,
        fix: 'Read the host’s log of that time for the cause, then have the subject looked at again; the state decides what happens.',
        partner: null,
        evidence: hint.success ? { hintId: hint.data.hintId, queue } : { sha256: hash, queue },
      });
    }
  };
