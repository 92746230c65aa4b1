import { enrolmentOf } from '../../shared/domain/enrolment';
import { guestRecord } from '../../shared/domain/guest-record';
import type { GuestId, PartnerId } from '../../shared/domain/ids';
import { BAN_TEXT, writeBan, type Enrolment } from '../../shared/domain/may-write';
import { refused, type Stop } from '../../shared/domain/outcome';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';
import type { ExclusionReader } from './read-exclusion';

/** Asked right before a write: undefined = go ahead, else the refusal to answer with. */
export type WritePermit = (
  partner: PartnerId,
  guest: GuestId | null,
  why?: { isPlanned: boolean },
) => Promise<Stop | undefined>;

interface Deps {
  partners: Partners;
  subjects: Subjects;
  invitedGuests: InvitedGuests;
  exclusion: ExclusionReader;
}

/** Reads everything afresh for every write: a mode set back, or a name on the list, takes effect before the next one. */
export const writePermit =
  (deps: Deps): WritePermit =>
  async (partner, guest, { isPlanned } = { isPlanned: false }) => {
    const exclusion = guest === null ? 'not-named' : await deps.exclusion(guest);
    const policy = (await deps.partners.read(partner))?.value;
    const enrolment = guest === null ? NEW : await readEnrolment(deps, guest);
    const ban = writeBan({ policy, guest, exclusion, enrolment, isPlanned });
    if (ban === undefined) return undefined;
    const message = `nothing is written for this guest of partner ${partner}: ${BAN_TEXT[ban]} (${ban})`;
    if (ban === 'exclusion-unreadable' || ban === 'excluded') return refused(ban, message);
    return refused('writes-not-allowed', message);
  };

const NEW: Enrolment = { existedBefore: false, isOurs: false };

async function readEnrolment({ subjects, invitedGuests }: Deps, guest: GuestId): Promise<Enrolment> {
  const record = guestRecord((await subjects.read({ kind: 'guest', id: guest }))?.value.detail);
  // Whether it was invited by us matters for those alone who were here before.
  return enrolmentOf(record, record.existedBefore && (await invitedGuests.has(guest)));
}
