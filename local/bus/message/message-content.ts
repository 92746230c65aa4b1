/** A message as its sender made it. Sections are kept as the bytes that came, so no AMQP type is lost. */
export interface MessageContent {
  /** From the properties; named by the broker where the sender named none. */
  messageId: string;
  /** The sender's own time-to-live, if any. */
  ttlMs?: number;
  priority?: number;
  /** When the sender wants it delivered, if later. */
  scheduledForMs?: number;
  /** The encoded message-annotations section without what belongs to the broker; empty if nothing is left. */
  annotations: Buffer;
  /** The encoded properties, application-properties, body and footer sections. */
  sections: Buffer;
}

export const MAX_MESSAGE_BYTES = 256 * 1024;
