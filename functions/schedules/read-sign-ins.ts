import type { InvocationContext } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import type { SignIns } from '../../shared/clients/sign-ins';
import { hintFor } from '../../shared/domain/hint';
import { partnerId, sha256 } from '../../shared/domain/ids';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import { proofOf, waitsForProof, type SeenSignIn } from '../../shared/domain/sign-in-proof';
import { runId } from '../../shared/domain/subject';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Cursors } from '../../shared/state/cursors';
import type { Ledger } from '../../shared/state/ledger';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';

interface Deps {
  signIns: SignIns;
  subjects: Subjects;
  partners: Partners;
  ledger: Ledger;
  cursors: Cursors;
  hints: HintBus;
  now: () => Date;
}

/** Name of this timer's cursor. */
export const SIGN_INS_CURSOR = 'sign-ins';

/** Lines appear in the log some minutes after the fact. */
const LAG_MS = 30 * 60_000;
const FIRST_BACK_MS = 24 * 3_600_000;

/**
 * Reads the sign-in log for all guests whose identity is not proven yet, together: a few pages at a tick, whatever
 * the number of guests. A proof is noted in the guest's row where no run is at it; a sign-in from elsewhere is noted
 * too, and the guest's run judges it. A log that cannot be read, or is longer than a tick reads, proves nobody
 * and harms nobody: guests sign in again. Safe to repeat.
 */
export const readSignIns =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    const waiting: SubjectRow[] = [];
    for await (const row of deps.subjects.list({ kind: 'guest', state: 'ready', live: false }))
      if (waitsForProof(row)) waiting.push(row);
    if (waiting.length === 0) return;
    const now = deps.now();
    const stored = await deps.cursors.read(SIGN_INS_CURSOR);
    const backMs = stored === undefined ? FIRST_BACK_MS : now.getTime() - Date.parse(stored.value.savedAt);
    const since = new Date(now.getTime() - Math.min(FIRST_BACK_MS, backMs + LAG_MS)).toISOString();
    const seen = await deps.signIns.listSince(since);
    if (seen === undefined) {
      context.info('The sign-in log cannot be read now; nobody is proven by it');
      return;
    }
    for (const row of waiting) await note(deps, row, seen.signIns);
    if (!seen.isComplete)
      context.info('The sign-in log holds more than a tick reads: the oldest lines were left out');
    const cursor = { name: SIGN_INS_CURSOR, savedAt: now.toISOString(), detail: { waiting: waiting.length } };
    await deps.cursors.save(cursor, stored?.etag);
  };

async function note(deps: Deps, row: SubjectRow, seen: readonly SeenSignIn[]): Promise<void> {
  const policy = await policyOf(deps.partners, row);
  const proof = policy && proofOf(row, policy, seen);
  if (proof === undefined || policy === undefined) return;
  const stored = await deps.subjects.read(row.subject);
  // A run that has opened since reads the log itself, or leaves the guest to the next tick.
  if (stored === undefined || stored.value.seq !== row.seq || !waitsForProof(stored.value)) return;
  if ((await deps.subjects.replace(proof.row, stored.etag)) === 'conflict') return;
  const cause = `sign-in-${sha256(JSON.stringify(proof.row.detail)).slice(0, 16)}`;
  await deps.ledger.append({
    subject: row.subject,
    run: runId(row.subject, row.run),
    step: 'readSignIns',
    opId: cause,
    at: deps.now().toISOString(),
    outcome: 'done',
    code: proof.isToLook ? 'elsewhere' : 'proven',
    message: null,
    evidence: { isOfPartner: !proof.isToLook },
  });
  if (proof.isToLook) await deps.hints.send([hintFor(row.subject, cause)]);
}

async function policyOf(partners: Partners, { partner }: SubjectRow): Promise<PartnerPolicy | undefined> {
  return partner === null ? undefined : (await partners.read(partnerId(partner)))?.value;
}
