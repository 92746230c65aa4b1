import { type MessageContent } from '../message/message-content';

export interface MessageLock {
  token: string;
  untilMs: number;
}

/** A message in a queue. */
export interface QueueMessage extends MessageContent {
  sequenceNumber: number;
  enqueuedAtMs: number;
  expiresAtMs?: number;
  /** Deliveries that failed: abandoned, lock run out, or cut off by a stop of the broker. */
  deliveryCount: number;
  state: 'active' | 'scheduled';
  lock?: MessageLock;
}
