import type { InvocationContext } from '@azure/functions';
import type { Hint } from '../../shared/domain/hint';
import { partnerId, sha256, type TenantId } from '../../shared/domain/ids';
import { partnerEventSchema } from '../../shared/domain/partner-event';
import { subjectKey } from '../../shared/domain/subject';
import type { Failures } from '../../shared/state/failures';
import { openFinding } from '../open-finding';
import { readMessage } from './read-message';

interface Deps {
  failures: Failures;
  tenantId: TenantId;
  now: () => Date;
}

type Finding = Parameters<typeof openFinding>[1];
/** Whom a dead message is about, and what is kept of it. */
type About = Pick<Finding, 'key' | 'partner' | 'evidence'> & Partial<Pick<Finding, 'subject'>>;

/**
 * The dead-letter queue's own trigger. The dispatcher never throws for a message, so one that lies here means that
 * the host died with it, or the bus was out of reach for ten deliveries: it becomes a failure, which names its
 * subject or partner where it has one, so that it can be looked at again. Safe to repeat; throws where the tables are
 * out of reach, and the messages stay where they are.
 */
export const parkDeadLetters =
  (deps: Deps, queue: string) =>
  async (messages: readonly unknown[], context: InvocationContext): Promise<void> => {
    for (const about of messages.flatMap((message) => whomItIsAbout(deps, message))) {
      context.error(`A message of ${queue} was given up by the bus: ${about.key}`);
      await openFinding(deps, {
        flow: 'dispatcher',
        step: 'deliver',
        code: 'dead-lettered',
        resource: 'message',
        message: `the bus gave up a message of the queue ${queue} after ten deliveries that nobody survived`,
        fix: 'Read the host’s log of that time for the cause, then have the subject looked at again; the state decides what happens. A partner’s event: send it again.',
        ...about,
        evidence: { ...(about.evidence as object), queue },
      });
    }
  };

/** One for each subject it names: a message of Event Grid may name several members of a group. */
function whomItIsAbout({ tenantId, now }: Deps, message: unknown): About[] {
  const read = readMessage(message, tenantId, now().toISOString());
  if (read.kind === 'hints' && read.hints.length > 0) return read.hints.map(aboutHint);
  const event = partnerEventSchema.safeParse(message);
  if (event.success) {
    const { eventId, partner } = event.data;
    return [{ key: `dead-partner-event-${eventId}`, partner: partnerId(partner), evidence: { eventId } }];
  }
  const hash = sha256(JSON.stringify({ message }));
  return [{ key: `message-${hash.slice(0, 32)}`, partner: null, evidence: { sha256: hash } }];
}

function aboutHint({ kind, id, hintId }: Hint): About {
  const subject = { kind, id };
  return { key: subjectKey(subject), subject, partner: null, evidence: { hintId } };
}
