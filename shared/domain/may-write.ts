import type { GroupId, GuestId } from './ids';
import { isInWindow, nextOpening, type MaintenanceWindow } from './maintenance-window';
import type { PartnerPolicy } from './partner-policy';

/** Why nothing may be written for a guest now. */
export type WriteBan =
  FirmBan | 'policy-gone' | 'observe' | 'not-in-pilot' | 'existed-before' | 'window-closed';
/** What no policy, no mode and no approved plan reaches past. */
export type FirmBan = 'kill-switch' | 'exclusion-unreadable' | 'excluded' | 'adopted';

/** Whether the tenant's exclusion list names the guest; a list that cannot be read lets nothing be written. */
export type Exclusion = 'named' | 'not-named' | 'unreadable';

/** Whom nobody touches: settings of the installation, so that no role of the admin API can shorten the list. */
export interface ExclusionSettings {
  /** Members, nested ones too, are excluded; null = there is no such group. */
  excludedGroup: GroupId | null;
  excludedIds: readonly string[];
}

/** Whether the guest was here before Gatehouse was, and whether it came in through Gatehouse since. */
export interface Enrolment {
  existedBefore: boolean;
  /** Somebody invited it through Gatehouse, or a run of ours gave it something that is ours. */
  isOurs: boolean;
}

/** What stops a write whoever decided on it. */
export interface FirmFacts {
  exclusion: Exclusion;
  /** What the write would take away was the guest's before Gatehouse, and nobody has taken ownership of it. */
  isAdopted: boolean;
  /** The kill switch is on, and the write cannot be taken back. */
  isKilled: boolean;
}

/** Work on a machine: an install, a start, a restart. `window`: the policy's; null = at any time. */
export interface MachineWork {
  window: MaintenanceWindow | null;
  nowMs: number;
}

/** All that the decision looks at. */
export interface WriteFacts extends FirmFacts {
  policy: PartnerPolicy | undefined;
  guest: GuestId | null;
  enrolment: Enrolment;
  /** An approved plan that runs names the guest: people decided, so mode and enrolment do not stop it. */
  isPlanned: boolean;
  /** Null = the write is no work on a machine. */
  machine: MachineWork | null;
}

/** For whoever asks whether a guest may be written for at all, and not about one write. */
export const NO_ONE_WRITE = { isAdopted: false, isKilled: false, machine: null } as const;

/**
 * The one decision every write asks first; undefined = go ahead. The exclusion list comes first: neither a policy
 * nor a plan reaches whom it names. Pure.
 */
export const writeBan = (facts: WriteFacts): WriteBan | undefined =>
  firmBan(facts) ?? reachBan(facts) ?? windowBan(facts.machine);

/** The part of the decision that holds for what people decided on too: the offboarding part's gateway asks it. Pure. */
export function firmBan({ exclusion, isAdopted, isKilled }: FirmFacts): FirmBan | undefined {
  if (isKilled) return 'kill-switch';
  if (exclusion === 'unreadable') return 'exclusion-unreadable';
  if (exclusion === 'named') return 'excluded';
  return isAdopted ? 'adopted' : undefined;
}

/** Whether a machine is to be left alone at this hour. Pure. */
export function windowBan(machine: MachineWork | null): 'window-closed' | undefined {
  if (machine === null || machine.window === null) return undefined;
  return isInWindow(machine.window, machine.nowMs) ? undefined : 'window-closed';
}

/** Seconds until the machine may be worked on; 0 = it may now. Pure. */
export const secondsToOpening = ({ window, nowMs }: MachineWork): number =>
  window === null ? 0 : Math.ceil((nextOpening(window, nowMs) - nowMs) / 1000);

function reachBan({ policy, guest, enrolment, isPlanned }: WriteFacts): WriteBan | undefined {
  if (isPlanned) return undefined;
  if (policy === undefined) return 'policy-gone';
  return modeBan(policy, guest) ?? enrolBan(policy, guest, enrolment);
}

function modeBan({ mode }: PartnerPolicy, guest: GuestId | null): WriteBan | undefined {
  switch (mode.kind) {
    case 'enforce':
      return undefined;
    case 'observe':
      return 'observe';
    case 'pilot':
      return guest !== null && mode.guests.includes(guest) ? undefined : 'not-in-pilot';
  }
}

/** Whom the first look found here already is let be, unless the policy takes it in, by name or with all others. */
function enrolBan(
  { enrol }: PartnerPolicy,
  guest: GuestId | null,
  { existedBefore, isOurs }: Enrolment,
): WriteBan | undefined {
  if (!existedBefore || isOurs || enrol.rule === 'all') return undefined;
  if (enrol.rule === 'listed' && guest !== null && enrol.guests.includes(guest)) return undefined;
  return 'existed-before';
}

/** What a ban says to an admin, in half a sentence. */
export const BAN_TEXT: Readonly<Record<WriteBan, string>> = {
  'kill-switch': 'the kill switch is on',
  'exclusion-unreadable': 'the exclusion list cannot be read',
  excluded: 'the exclusion list names it',
  adopted: 'it was there before Gatehouse and is adopted: it stays until somebody takes ownership of it',
  'policy-gone': 'its partner has no policy any more',
  observe: 'the partner’s mode is observe',
  'not-in-pilot': 'the partner’s mode is pilot, and the pilot does not name it',
  'existed-before': 'it was here before, and the policy’s enrol does not take it in',
  'window-closed': 'the policy’s maintenance window is closed',
};
