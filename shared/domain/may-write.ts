import type { GroupId, GuestId } from './ids';
import type { PartnerPolicy } from './partner-policy';

/** Why nothing may be written for a guest now. */
export type WriteBan =
  'exclusion-unreadable' | 'excluded' | 'policy-gone' | 'observe' | 'not-in-pilot' | 'existed-before';

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

/** All that the decision looks at. */
export interface WriteFacts {
  policy: PartnerPolicy | undefined;
  guest: GuestId | null;
  exclusion: Exclusion;
  enrolment: Enrolment;
  /** An approved plan that runs names the guest: people decided, so mode and enrolment do not stop it. */
  isPlanned: boolean;
}

/**
 * The one decision every write asks first; undefined = go ahead. The exclusion list comes first: neither a policy
 * nor a plan reaches whom it names. Pure.
 */
export function writeBan(facts: WriteFacts): WriteBan | undefined {
  if (facts.exclusion === 'unreadable') return 'exclusion-unreadable';
  if (facts.exclusion === 'named') return 'excluded';
  if (facts.isPlanned) return undefined;
  if (facts.policy === undefined) return 'policy-gone';
  return modeBan(facts.policy, facts.guest) ?? enrolBan(facts.policy, facts.guest, facts.enrolment);
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
  'exclusion-unreadable': 'the exclusion list cannot be read',
  excluded: 'the exclusion list names it',
  'policy-gone': 'its partner has no policy any more',
  observe: 'the partner’s mode is observe',
  'not-in-pilot': 'the partner’s mode is pilot, and the pilot does not name it',
  'existed-before': 'it was here before, and the policy’s enrol does not take it in',
};
