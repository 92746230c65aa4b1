import { canonicalJson } from './audit-chain';
import { enrolmentOf } from './enrolment';
import { guestRecord } from './guest-record';
import { guestId, sha256 } from './ids';
import { NO_ONE_WRITE, writeBan, type WriteBan } from './may-write';
import type { PartnerPolicy } from './partner-policy';
import type { SubjectRow } from './subject-row';

/** How far Gatehouse may go for a partner: what a step of the rollout changes, and nothing else of the policy. */
export type Reach = Pick<PartnerPolicy, 'mode' | 'enrol'>;

/** What a step means for one guest: null = it may be written for. */
export interface GuestStep {
  id: string;
  state: string;
  before: WriteBan | null;
  after: WriteBan | null;
}

export interface ModeChange {
  from: Reach;
  to: Reach;
  /** Guests for whom the answer changes, by id. */
  guests: GuestStep[];
  /** Guests of the partner for whom it stays as it is. */
  unchanged: number;
  /** Names exactly this change of exactly this policy. */
  hash: string;
}

/** Whether the guest is one of the partner's, by its row or by its home. Pure. */
export function isOfPartner({ partner, detail }: SubjectRow, policy: PartnerPolicy): boolean {
  const { homeDomain } = guestRecord(detail);
  return partner === policy.partner || (homeDomain !== null && policy.domains.includes(homeDomain));
}

/**
 * What the step from the policy's reach to `to` changes, guest by guest. `rows` are the partner's guests; `invited`
 * the ids of those who bear the mark of our invitation. The exclusion list is read at each write, not here. Pure.
 */
export function modeChange(
  policy: PartnerPolicy,
  to: Reach,
  rows: readonly SubjectRow[],
  invited: ReadonlySet<string>,
): ModeChange {
  const steps = rows.map((row): GuestStep => {
    const { id } = row.subject;
    const enrolment = enrolmentOf(guestRecord(row.detail), invited.has(id));
    const banUnder = (reach: Reach) =>
      writeBan({
        ...NO_ONE_WRITE,
        policy: { ...policy, ...reach },
        guest: guestId(id),
        exclusion: 'not-named',
        enrolment,
        isPlanned: false,
      }) ?? null;
    return { id, state: row.state, before: banUnder(policy), after: banUnder(to) };
  });
  const guests = steps
    .filter(({ before, after }) => before !== after)
    .sort((one, other) => one.id.localeCompare(other.id));
  const from = { mode: policy.mode, enrol: policy.enrol };
  const hash = sha256(
    canonicalJson({ policy, to, guests: guests.map(({ id, before, after }) => [id, before, after]) }),
  );
  return { from, to, guests, unchanged: steps.length - guests.length, hash };
}

/**
 * The command that shows what the mode and enrolment of `after` mean where others hold now; undefined = they are the
 * same. Pure.
 */
export function modeCommand(
  before: Reach,
  after: Reach & Pick<PartnerPolicy, 'partner'>,
): string | undefined {
  const isSame =
    canonicalJson(before.mode) === canonicalJson(after.mode) &&
    canonicalJson(before.enrol) === canonicalJson(after.enrol);
  if (isSame) return undefined;
  const { mode, enrol, partner } = after;
  const guests = mode.kind === 'pilot' ? ` --guests ${mode.guests.join(',')}` : '';
  const listed = enrol.rule === 'listed' ? ` --enrol-guests ${enrol.guests.join(',')}` : '';
  return `gatehouse partner mode ${partner} ${mode.kind}${guests} --enrol ${enrol.rule}${listed}`;
}
