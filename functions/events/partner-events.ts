import type { InvocationContext } from '@azure/functions';
import { sha256 } from '../../shared/domain/ids';
import { fromOperator, partnerEventSchema } from '../../shared/domain/partner-event';
import { openFinding } from '../open-finding';
import { raisePartnerEvent, type PartnerEventDeps } from './raise-partner-event';

/**
 * The operator's own events (docs/partner-event.schema.json). One bad message holds no other up: it becomes a
 * failure, of which only a hash is kept. Throws where the tables are out of reach; then the batch comes again.
 */
export const takePartnerEvents =
  (deps: PartnerEventDeps) =>
  async (messages: readonly unknown[], context: InvocationContext): Promise<void> => {
    for (const message of messages) {
      const parsed = partnerEventSchema.safeParse(message);
      if (parsed.success) await raisePartnerEvent(deps, fromOperator(parsed.data), context);
      else await parkMalformed(deps, message, parsed.error.issues[0]);
    }
  };

async function parkMalformed(
  deps: PartnerEventDeps,
  message: unknown,
  issue: { path: PropertyKey[]; message: string } | undefined,
): Promise<void> {
  const hash = sha256(JSON.stringify({ message }));
  const where = issue?.path.map(String).join('.') ?? '';
  await openFinding(deps, {
    flow: 'partner-events',
    step: 'parse',
    code: 'malformed-event',
    resource: 'message',
    key: `message-${hash.slice(0, 32)}`,
    message:
      `a message on the partner-events queue is not as documented: ${where} ${issue?.message ?? ''}`.trim(),
    fix: 'Correct the sender; docs/partner-event.schema.json has the form. Send it again.',
    partner: null,
    evidence: { sha256: hash },
  });
}
