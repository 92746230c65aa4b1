import type { Groups } from '../../shared/clients/groups';
import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import { staysIn } from '../../shared/domain/grants';
import { EMPTY_GUEST_RECORD, guestRecord } from '../../shared/domain/guest-record';
import type { GroupId, GuestId, PartnerId } from '../../shared/domain/ids';
import { done, later } from '../../shared/domain/outcome';
import { waveCursor } from '../../shared/domain/removal-wave';
import { runId } from '../../shared/domain/subject';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';
import type { Subjects } from '../../shared/state/subjects';
import type { MemberOutbox } from '../../shared/state/member-outbox';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Partners } from '../../shared/state/partners';
import type { Act } from './activity';
import { readPlanList, type PlanList } from './plan-list';
import type { WritePermit } from './write-permit';

interface Deps {
  stages: PartnerStages;
  cursors: Cursors;
  documents: Documents;
  partners: Partners;
  groups: Groups;
  subjects: Subjects;
  outbox: MemberOutbox;
  hints: HintBus;
  permit: WritePermit;
  now: () => Date;
}

const ASK_AGAIN_SECONDS = 5;

/**
 * None of the plan's removed guests is a direct member of the access group afterwards. The group itself stays, and
 * stays blocked: deleting it would take away the assignments that others may have given it, and unblocking it would
 * let in whoever is added next. Its own run takes the members out; guests whose accounts are gone left by that.
 * Safe to repeat.
 */
export const leaveAccessGroup =
  (deps: Deps): Act<'leaveAccessGroup'> =>
  async ({ partner, life }) => {
    const { groups, outbox, hints, now } = deps;
    const found = await readPlanList(deps, partner);
    const policy = (await deps.partners.read(partner))?.value;
    if (found === undefined || policy === undefined) return done({ left: 0 });
    const group = policy.accessGroup;
    const members = new Set<string>((await groups.members(group))?.users);
    if ((await noteStrangers(deps, found, members)) === 'conflict') return later('unavailable', 1);
    const inside = await mayLeave(
      deps,
      { partner, group },
      found.guests.filter((guest) => members.has(guest)),
    );
    if (inside.length === 0) return done({ left: 0 });
    const waiting = new Map((await outbox.list(group)).map(({ value }) => [value.member, value]));
    const askedAt = now().toISOString();
    for (const member of inside.filter((guest) => waiting.get(guest)?.operation !== 'remove'))
      await outbox.put({
        group,
        member,
        operation: 'remove',
        partner,
        askedAt,
        askedBy: `plan-${found.plan.id}`,
        refused: null,
        isPlanned: true,
      });
    await hints.send([hintFor({ kind: 'group', id: group }, `${runId(life.subject, life.run)}-last`)]);
    return later('members-pending', ASK_AGAIN_SECONDS);
  };

/** Who is in the group and not in the plan stays; that it is there is said. */
async function noteStrangers(
  { cursors, now }: Deps,
  { plan, wave, guests, etag }: PlanList,
  members: ReadonlySet<string>,
): Promise<'written' | 'conflict'> {
  const known = new Set<string>([...guests, ...wave.appeared, ...wave.skipped.map(({ id }) => id)]);
  const strangers = [...members].filter((member) => !known.has(member));
  if (strangers.length === 0) return 'written';
  const detail = { ...wave, appeared: [...wave.appeared, ...strangers] };
  return cursors.save({ name: waveCursor(plan.id), savedAt: now().toISOString(), detail }, etag);
}

/** Without those whom nobody may touch, whose membership is adopted or given for another partner too: they keep it, and the plan's run has said so. */
async function mayLeave(
  { permit, subjects }: Deps,
  { partner, group }: { partner: PartnerId; group: GroupId },
  guests: readonly GuestId[],
): Promise<GuestId[]> {
  const asked = guests.map(async (guest) => ({
    guest,
    ban: await permit(partner, guest, { isPlanned: true, leaves: group }),
  }));
  const free = (await Promise.all(asked)).filter(({ ban }) => ban === undefined).map(({ guest }) => guest);
  const records = await Promise.all(
    free.map(async (id) => guestRecord((await subjects.read({ kind: 'guest', id }))?.value.detail)),
  );
  return free.filter((_, place) => !staysIn(records[place] ?? EMPTY_GUEST_RECORD, group, partner));
}
