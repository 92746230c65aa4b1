import type { OrchestrationContext, Task } from 'durable-functions';
import type { GuestSituation } from '../shared/domain/guest-facts';
import { guestRecord, type GuestRecord } from '../shared/domain/guest-record';
import { guestId } from '../shared/domain/ids';
import { decideIntent, type Intent } from '../shared/domain/intent';
import { writeBan } from '../shared/domain/may-write';
import type { Life } from './contract';
import { onboardGuest } from './onboard-guest';
import { held, runSubject, settled, type Ending, type Opened } from './run-subject';
import { must } from './stop-run';

/** States a run leaves that may have given the guest something before it had a desktop to record. */
const WAS_AT_WORK = new Set(['working', 'held', 'ready', 'crashed']);

/**
 * Trigger: a hint about a guest. Ends: ignored, observed, invited, working (parked with an alarm), held, ready.
 * When it stops an admin sees the guest held, with one reason, its evidence and the fix.
 */
export function* guestLifecycle(context: OrchestrationContext): Generator<Task, string, unknown> {
  return yield* runSubject(context, 'guest', (life, opened) => lookAtGuest(context, life, opened));
}

function* lookAtGuest(
  context: OrchestrationContext,
  life: Life,
  opened: Opened,
): Generator<Task, Ending, unknown> {
  const guest = guestId(life.subject.id);
  const record = guestRecord(opened.detail);
  const situation = yield* must(context, life, 'readGuestSituation', { guest });
  const intent = decideIntent(situation, hadAccess(wasAtWork(life, opened), record, situation));
  const partner = situation.policy?.partner ?? opened.partner;
  const ban = situation.policy === null ? undefined : writeBan(situation.policy, guest);
  if (ban !== undefined && (intent.kind === 'admit' || intent.kind === 'remove')) {
    const message = `the partner's mode lets nothing be written for this guest (${ban})`;
    return { ...settled('observed'), partner, reason: { code: ban, message } };
  }
  const ending = yield* followIntent(context, life, { situation, intent, record });
  return { ...ending, partner };
}

/**
 * Whether an earlier run gave this guest something: what somebody else gave is not ours to take away. A desktop
 * is on record in whatever state the guest has come to since; a membership alone is ours where a run was at it.
 */
function hadAccess(isAfterWork: boolean, record: GuestRecord, { policy, groups }: GuestSituation): boolean {
  const isMember = policy !== null && groups.includes(policy.accessGroup);
  return record.desktop !== null || (isAfterWork && isMember);
}

/** A guest that is new at its second run had a first one, which died before it could say what it gave. */
function wasAtWork({ run }: Life, { state }: Opened): boolean {
  return WAS_AT_WORK.has(state) || (state === 'new' && run > 1);
}

interface Look {
  situation: GuestSituation;
  intent: Intent;
  record: GuestRecord;
}

function* followIntent(
  context: OrchestrationContext,
  life: Life,
  look: Look,
): Generator<Task, Ending, unknown> {
  const { intent, record } = look;
  switch (intent.kind) {
    case 'ignore':
      return {
        ...settled('ignored'),
        reason: { code: intent.because, message: `ignored: ${intent.because}` },
      };
    case 'hold':
      return held(intent.code, intent.message);
    case 'remove':
      return held('removal-missing', `access should be removed because ${intent.because}`);
    case 'await-redemption': {
      const { policy, offer } = intent;
      const { checks } = yield* must(context, life, 'readReadiness', {
        guest: guestId(life.subject.id),
        partner: policy.partner,
        offer,
        accessGroup: policy.accessGroup,
        profiles: policy.profiles,
        acceptTenantWideProfile: policy.acceptTenantWideProfile,
      });
      const notYet = { acceptedAt: null, readyAt: null, acceptedToReadySeconds: null };
      return { ...settled('invited'), detail: { ...record, ...notYet, checks } };
    }
    case 'admit':
      return yield* onboardGuest(context, life, intent, record);
  }
}
