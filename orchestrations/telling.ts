import type { OrchestrationContext, Task } from 'durable-functions';
import type { GuestRecord } from '../shared/domain/guest-record';
import { guestId, isPartnerId, partnerId } from '../shared/domain/ids';
import { noticesDue, type GuestLook } from '../shared/domain/notices-due';
import type { PartnerPolicy } from '../shared/domain/partner-policy';
import type { Life } from './contract';
import type { Ending } from './run-subject';
import { must, StopRun } from './stop-run';

/** What is known of a guest before its run acts. */
interface Told {
  before: GuestLook;
  /** What the row keeps where `body` keeps nothing of its own. */
  record: GuestRecord;
  policy: PartnerPolicy | null;
  partner: string | null;
}

/**
 * Runs `body`, then leaves word for whoever is to be told of how it ends: the notices are rows, sent by a timer. A
 * refusal is told too, for it ends as a hold. Where nobody is to be told, no activity is called.
 */
export function* telling(
  context: OrchestrationContext,
  life: Life,
  told: Told,
  body: Generator<Task, Ending, unknown>,
): Generator<Task, Ending, unknown> {
  try {
    const ending = yield* body;
    const record = { ...((ending.detail ?? told.record) as GuestRecord), reason: ending.reason };
    yield* tell(context, life, told, { state: ending.state ?? told.before.state, record });
    return ending;
  } catch (error) {
    if (!(error instanceof StopRun) || error.stop.kind !== 'refused') throw error;
    const { code, message } = error.stop;
    const record = { ...((error.detail ?? told.record) as GuestRecord), reason: { code, message } };
    yield* tell(context, life, told, { state: 'held', record });
    throw error;
  }
}

function* tell(
  context: OrchestrationContext,
  life: Life,
  { before, policy, partner }: Told,
  after: GuestLook,
): Generator<Task, void, unknown> {
  if (partner === null || !isPartnerId(partner)) return;
  const nowMs = context.df.currentUtcDateTime.getTime();
  const notices = noticesDue({ before, after, policy, nowMs });
  if (notices.length === 0) return;
  const forGuest = { guest: guestId(life.subject.id), partner: partnerId(partner) };
  yield* must(context, life, 'recordNotices', { ...forGuest, notices });
}
