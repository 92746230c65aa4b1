import { enrolmentOf } from '../../shared/domain/enrolment';
import { isAdoptedIn } from '../../shared/domain/adopted';
import { guestRecord } from '../../shared/domain/guest-record';
import type { GuestId, PartnerId } from '../../shared/domain/ids';
import type { MaintenanceWindow } from '../../shared/domain/maintenance-window';
import {
  BAN_TEXT,
  secondsToOpening,
  writeBan,
  type MachineWork,
  type WriteBan,
  type WriteFacts,
} from '../../shared/domain/may-write';
import { later, refused, type Stop } from '../../shared/domain/outcome';
import type { InvitedGuests } from '../../shared/state/invited-guests';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';
import type { ExclusionReader } from './read-exclusion';

/** What about a write the decision has to know beside whom it is for. */
export interface WriteReason {
  /** An approved plan that runs names the guest. */
  isPlanned?: boolean;
  /** The group the guest would leave. */
  leaves?: string;
  /** Work on a machine, and when the policy allows it; null = at any time. */
  window?: MaintenanceWindow | null;
}

/** Asked right before a write: undefined = go ahead, else the answer to give instead. */
export type WritePermit = (
  partner: PartnerId,
  guest: GuestId | null,
  why?: WriteReason,
) => Promise<Stop | undefined>;

interface Deps {
  partners: Partners;
  subjects: Subjects;
  invitedGuests: InvitedGuests;
  exclusion: ExclusionReader;
  now: () => Date;
}

/** Reads everything afresh for every write: a mode set back, or a name on the list, takes effect before the next one. */
export const writePermit =
  (deps: Deps): WritePermit =>
  async (partner, guest, why = {}) => {
    const policy = (await deps.partners.read(partner))?.value;
    const ban = writeBan({
      ...(guest === null ? NOBODY : await readGuest(deps, guest, why.leaves)),
      policy,
      guest,
      // The switch stops what cannot be taken back: that is the gateway's alone, which reads it.
      isKilled: false,
      isPlanned: why.isPlanned === true,
      machine: machineOf(deps, why),
    });
    return ban && stopFor(ban, partner, machineOf(deps, why));
  };

const machineOf = ({ now }: Deps, { window }: WriteReason): MachineWork | null =>
  window === undefined ? null : { window, nowMs: now().getTime() };

function stopFor(ban: WriteBan, partner: PartnerId, machine: MachineWork | null): Stop {
  const message = `nothing is written for this guest of partner ${partner}: ${BAN_TEXT[ban]} (${ban})`;
  switch (ban) {
    case 'window-closed':
      return later('window-closed', machine === null ? 0 : secondsToOpening(machine));
    case 'kill-switch':
    case 'exclusion-unreadable':
    case 'excluded':
    case 'adopted':
      return refused(ban, message);
    default:
      return refused('writes-not-allowed', message);
  }
}

type GuestFacts = Pick<WriteFacts, 'exclusion' | 'enrolment' | 'isAdopted'>;
const NOBODY: GuestFacts = {
  exclusion: 'not-named',
  enrolment: { existedBefore: false, isOurs: false },
  isAdopted: false,
};

async function readGuest(
  { exclusion, subjects, invitedGuests }: Deps,
  guest: GuestId,
  leaves: string | undefined,
): Promise<GuestFacts> {
  const verdict = await exclusion(guest);
  const record = guestRecord((await subjects.read({ kind: 'guest', id: guest }))?.value.detail);
  // Whether it was invited by us matters for those alone who were here before.
  const isInvitedByUs = record.existedBefore && (await invitedGuests.has(guest));
  return {
    exclusion: verdict,
    enrolment: enrolmentOf(record, isInvitedByUs),
    isAdopted: leaves !== undefined && isAdoptedIn(record, leaves),
  };
}
