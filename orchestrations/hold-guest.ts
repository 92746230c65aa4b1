import type { OrchestrationContext, Task } from 'durable-functions';
import { isAdoptedIn } from '../shared/domain/adopted';
import type { GuestRecord } from '../shared/domain/guest-record';
import { HOLDS } from '../shared/domain/holds';
import { guestId } from '../shared/domain/ids';
import type { Intent } from '../shared/domain/intent';
import type { WriteBan } from '../shared/domain/may-write';
import type { PartnerPolicy } from '../shared/domain/partner-policy';
import type { Life } from './contract';
import { held, type Ending } from './run-subject';
import { must, mustBeGranted } from './stop-run';

interface Held {
  intent: Intent & { kind: 'hold' };
  policy: PartnerPolicy | null;
  record: GuestRecord;
  /** Why nothing may be written for the guest; undefined = it may. */
  ban: WriteBan | undefined;
}

/**
 * Trigger: a guest who must wait for somebody. Ends: held. Somebody else in a guest's place loses access first, then its
 * sessions, but for what is adopted; then everybody is told. When it stops an admin sees the failure, and who has to decide.
 */
export function* holdGuest(
  context: OrchestrationContext,
  life: Life,
  { intent, policy, record, ban }: Held,
): Generator<Task, Ending, unknown> {
  const { code, message, isQuarantine } = intent;
  const mayTake = isQuarantine && policy !== null && ban === undefined;
  const stays = policy !== null && isAdoptedIn(record, policy.accessGroup);
  if (mayTake) {
    const forGuest = { guest: guestId(life.subject.id), partner: policy.partner };
    const wasParked = record.reason?.code === 'members-pending';
    const leave = { ...forGuest, group: policy.accessGroup, isPlanned: false };
    if (!stays) yield* mustBeGranted(context, life, wasParked, 'removeMember', leave);
    yield* must(context, life, 'endSessions', { ...forGuest, pass: 'after-leaving' });
  }
  if (code === 'identity-mismatch') {
    yield* must(context, life, 'recordFailure', {
      step: 'readGuestSituation',
      code,
      message,
      fix: HOLDS[code].fix,
      resource: 'guest',
      partner: policy?.partner ?? null,
    });
  }
  return held(code, `${message}${takenText(mayTake, stays)}`);
}

function takenText(mayTake: boolean, stays: boolean): string {
  if (stays) return '; its membership stays: adopted';
  return mayTake ? '; access was taken away' : '';
}
