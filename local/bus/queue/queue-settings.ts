/** What a queue promises; the words are those of the official emulator's Config.json. */
export interface QueueSettings {
  name: string;
  lockDurationMs: number;
  /** Failed deliveries after which a message is dead-lettered; `undefined` = never (a dead-letter queue). */
  maxDeliveryCount?: number;
  /** `undefined` = messages do not expire (a dead-letter queue). */
  timeToLiveMs?: number;
  deadLetterOnExpiry: boolean;
}

export const DEAD_LETTER_SUFFIX = '/$DeadLetterQueue';

/**
 * Dead letters never expire and are never dead-lettered again, however often they are abandoned.
 * Source: "Overview of Service Bus dead-letter queues", learn.microsoft.com.
 */
export const deadLetterSettings = (queue: QueueSettings): QueueSettings => ({
  name: `${queue.name}${DEAD_LETTER_SUFFIX}`,
  lockDurationMs: queue.lockDurationMs,
  deadLetterOnExpiry: false,
});
