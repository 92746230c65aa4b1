import { type MessageContent } from '../message/message-content';
import { type QueueMessage } from './queue-message';
import { type QueueSettings } from './queue-settings';

/** A sender's message as the queue keeps it. The shorter of the two times-to-live holds, counted from when it may be received. */
export function admitMessage(
  content: MessageContent,
  sequenceNumber: number,
  { timeToLiveMs = Infinity }: QueueSettings,
  nowMs: number,
): QueueMessage {
  const { ttlMs = Infinity, scheduledForMs = nowMs } = content;
  const isScheduled = scheduledForMs > nowMs;
  const enqueuedAtMs = isScheduled ? scheduledForMs : nowMs;
  const livesMs = Math.min(ttlMs, timeToLiveMs);
  return {
    ...content,
    sequenceNumber,
    enqueuedAtMs,
    ...(livesMs !== Infinity && { expiresAtMs: enqueuedAtMs + livesMs }),
    deliveryCount: 0,
    state: isScheduled ? 'scheduled' : 'active',
  };
}
