import type { InvocationContext } from '@azure/functions';
import type { AccessEndings } from '../../shared/clients/access-endings';
import { guestId, type GuestId, type PartnerId } from '../../shared/domain/ids';
import { lastEndings } from '../../shared/domain/last-endings';
import { freshNotice } from '../../shared/domain/notice-schedule';
import { noticeReader } from '../../shared/domain/notice-rules';
import type { Stop } from '../../shared/domain/outcome';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import { subjectKey } from '../../shared/domain/subject';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { NoticeOutbox } from '../../shared/state/notice-outbox';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';

interface Deps {
  accessEndings: AccessEndings;
  subjects: Pick<Subjects, 'read'>;
  partners: Partners;
  invitedGuests: InvitedGuests;
  noticeOutbox: NoticeOutbox;
  /** The one decision every write asks first; undefined = go ahead. */
  permit(partner: PartnerId, guest: GuestId | null): Promise<Stop | undefined>;
  digestHours: number;
  now: () => Date;
}

const AHEAD_MS = 14 * 24 * 3_600_000;
/** States in which a guest has something to lose. */
const HAS_SOMETHING = new Set(['invited', 'working', 'held', 'ready']);

/**
 * Tells sponsors of guests whose last access package is about to end, with the next digest; once for each end. Asks
 * only where a policy tells a sponsor. What cannot be read tells nobody, and says so in the log. Safe to repeat.
 */
export const warnOfEndings =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const told = (await deps.partners.list()).filter(({ notices }) => notices.sponsor !== 'none');
    if (told.length === 0) return;
    const nowMs = deps.now().getTime();
    const endings = await readEndings(deps, nowMs, context);
    for (const [user, endsAt] of endings) await warn(deps, told, guestId(user), endsAt);
  };

async function readEndings(
  { accessEndings }: Deps,
  nowMs: number,
  context: InvocationContext,
): Promise<Map<string, string>> {
  try {
    return lastEndings(await accessEndings.listAssignments(), nowMs, nowMs + AHEAD_MS);
  } catch (error) {
    // A permission that nobody granted, or a tenant without this service, is no alarm.
    context.warn('Assignments of access packages could not be read; no sponsor is told what ends', error);
    return new Map();
  }
}

async function warn(
  deps: Deps,
  told: readonly PartnerPolicy[],
  guest: GuestId,
  endsAt: string,
): Promise<void> {
  const subject = { kind: 'guest', id: guest } as const;
  const row = (await deps.subjects.read(subject))?.value;
  const policy = told.find(({ partner }) => partner === row?.partner);
  if (row === undefined || policy === undefined || !HAS_SOMETHING.has(row.state)) return;
  const sponsor = (await deps.invitedGuests.read(guest))?.sponsor ?? policy.sponsor ?? null;
  const reader = noticeReader('sponsor-leaving', policy.notices, { guest, sponsor });
  if (reader === undefined || (await deps.permit(policy.partner, guest)) !== undefined) return;
  const about = { about: subjectKey(subject), guest, partner: policy.partner };
  const cause = { code: 'ends-at', message: endsAt };
  const notice = { ...about, ...reader, kind: 'sponsor-leaving', occasion: endsAt, cause } as const;
  await deps.noticeOutbox.add(freshNotice(notice, deps.now().getTime(), deps.digestHours));
}
