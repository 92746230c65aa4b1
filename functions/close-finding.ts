import type { Audit } from '../shared/state/audit';
import type { Failures } from '../shared/state/failures';

interface Deps {
  failures: Failures;
  audit: Audit;
  now: () => Date;
}

/**
 * Closes what a trigger or a timer found, since `because` was observed; the audit keeps what closed it. Gives how many
 * were open. Safe to repeat: what is closed is not there to be closed again.
 */
export async function closeFinding(
  { failures, audit, now }: Deps,
  key: string,
  because: string,
): Promise<number> {
  const closed = await failures.resolve(key);
  for (const { fingerprint, code, firstSeenAt } of closed) {
    await audit.append({
      opId: `close-finding-${fingerprint}-${key}-${firstSeenAt}`,
      at: now().toISOString(),
      actor: { kind: 'service', id: 'runtime' },
      action: 'close-finding',
      target: `failure/${fingerprint}`,
      plan: null,
      reason: because,
      ticket: null,
      result: 'done',
      detail: { key, code, firstSeenAt },
    });
  }
  return closed.length;
}
