import type { InvocationContext } from '@azure/functions';
import type { Hint } from '../../shared/domain/hint';
import { readMessage } from './read-message';
import type { TenantId } from '../../shared/domain/ids';

/** What a batch of the hints queue holds. */
export interface SortedMessages {
  hints: Hint[];
  /** Subscriptions that Graph wants reauthorised. */
  asked: Set<string>;
  malformed: { message: unknown; problem: string }[];
}

/** Reads every message of a batch. What is not ours to act on is left out, with a line in the log; nothing is written. */
export function sortMessages(
  messages: readonly unknown[],
  tenantId: TenantId | null,
  at: string,
  context: InvocationContext,
): SortedMessages {
  const sorted: SortedMessages = { hints: [], asked: new Set(), malformed: [] };
  for (const message of messages) {
    const read = readMessage(message, tenantId, at);
    if (read.kind === 'hints') sorted.hints.push(...read.hints);
    else if (read.kind === 'reauthorize') sorted.asked.add(read.subscriptionId);
    else if (read.kind === 'malformed') sorted.malformed.push({ message, problem: read.problem });
    else context.info(`Left out ${read.why}`);
  }
  return sorted;
}
