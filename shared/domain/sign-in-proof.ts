import { okCheck, type Check } from './check';
import type { GuestSituation } from './guest-facts';
import { guestRecord, type GuestRecord } from './guest-record';
import type { GuestId, TenantId } from './ids';
import type { PartnerPolicy } from './partner-policy';
import type { SubjectRow } from './subject-row';

/** One line of the sign-in log. */
export interface SeenSignIn {
  guest: GuestId;
  homeTenant: TenantId;
  /** ISO 8601. */
  at: string;
}

/** What the log's lines make of a guest's row; `isToLook`: its own run has to judge them. */
export interface SignInProof {
  row: SubjectRow;
  isToLook: boolean;
}

/** The link of the chain that a proven identity is. */
export const provenIdentityCheck = (): Check =>
  okCheck('identity', 'a sign-in of the guest came out of the partner’s tenant').check;

/** Whether a sign-in could prove more of this ready guest than is known. A guest that a run is at is left to it. Pure. */
export function waitsForProof({ state, live, detail }: SubjectRow): boolean {
  if (state !== 'ready' || live) return false;
  const { identityProof, acceptedAt, signIn } = guestRecord(detail);
  return identityProof === 'consistent' && acceptedAt !== null && signIn?.acceptedAt !== acceptedAt;
}

/**
 * What the newest of these sign-ins since the acceptance says of a guest that {@link waitsForProof}; undefined =
 * nothing. One out of the partner's tenant proves the identity. Any other is noted for the guest's run: only an
 * Entra identity has a home tenant that could be wrong, and the row does not tell whose it is. Pure.
 */
export function proofOf(
  row: SubjectRow,
  policy: PartnerPolicy,
  seen: readonly SeenSignIn[],
): SignInProof | undefined {
  const record = guestRecord(row.detail);
  const { acceptedAt } = record;
  if (acceptedAt === null) return undefined;
  const [newest] = seen
    .filter(({ guest, at }) => guest === row.subject.id && Date.parse(at) >= Date.parse(acceptedAt))
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  if (newest === undefined) return undefined;
  const noted = { ...record, signIn: { homeTenant: newest.homeTenant, acceptedAt } };
  return newest.homeTenant === policy.homeTenant
    ? { row: { ...row, detail: proven(noted) }, isToLook: false }
    : { row: { ...row, detail: noted }, isToLook: true };
}

function proven(record: GuestRecord): GuestRecord {
  const checks = record.checks.map((check) => (check.check === 'identity' ? provenIdentityCheck() : check));
  return { ...record, identityProof: 'proven', checks };
}

/** The acceptance of which a run need not ask the log: it was proven, or a sign-in after it was noted; null = none. Pure. */
export function signInKnownFor({ identityProof, acceptedAt, signIn }: GuestRecord): string | null {
  return identityProof === 'proven' ? acceptedAt : (signIn?.acceptedAt ?? null);
}

/** The situation with the sign-in that was noted for this very acceptance, where the run has not read one itself. Pure. */
export function withNotedSignIn(situation: GuestSituation, { signIn }: GuestRecord): GuestSituation {
  const { user, signedInFrom } = situation;
  const isOfThis = typeof user !== 'string' && signIn?.acceptedAt === user.externalUserStateChangedAt;
  return isOfThis && signedInFrom === null ? { ...situation, signedInFrom: signIn.homeTenant } : situation;
}
