import { canonicalJson } from '../../shared/domain/audit-chain';
import { sha256 } from '../../shared/domain/ids';
import type { Receipt } from '../../shared/domain/receipt';
import { runId } from '../../shared/domain/subject';
import type { Ledger } from '../../shared/state/ledger';
import type { ActivityName, Life } from '../contract';

interface Deps {
  ledger: Ledger;
  now: () => Date;
}

/**
 * Writes down what was changed so far, for a step that must answer `later`, or that forgets what it was asked once it
 * has answered. Safe to repeat: the same changes are one entry while nothing else came in between, and whoever reads
 * receipts takes each change once.
 */
export async function noteReceipts(
  { ledger, now }: Deps,
  { subject, run: number }: Life,
  step: ActivityName,
  receipts: readonly Receipt[],
): Promise<void> {
  if (receipts.length === 0) return;
  const run = runId(subject, number);
  const changes = receipts.map(({ change, guest, on, run: asker = null }) => [change, guest, on, asker]);
  await ledger.append({
    subject,
    run,
    step,
    opId: sha256(canonicalJson([run, step, 'receipts', changes])).slice(0, 32),
    at: now().toISOString(),
    outcome: 'done',
    code: null,
    message: null,
    evidence: { receipts },
  });
}
