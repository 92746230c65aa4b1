import { z } from 'zod';
import { sha256 } from './ids';

/** What people are told of. The first word says whom: the guest, its sponsor, or the Approvers. */
export const NOTICE_KINDS = [
  'guest-welcome',
  'guest-reminder',
  'sponsor-invited',
  'sponsor-ready',
  'sponsor-waiting',
  'sponsor-held',
  'sponsor-expired',
  'sponsor-leaving',
  'sponsor-offboarded',
  'approvers-cut',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const NOTICE_CHANNELS = ['mail', 'webhook'] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** `dropped`: it will not be sent; `trouble` says why. */
export const NOTICE_STATES = ['waiting', 'sent', 'dropped'] as const;

const codeAndMessage = z.object({ code: z.string(), message: z.string() });

/** One thing to tell one person, as the outbox keeps it. It holds ids: addresses and names are read when it is sent. */
export const noticeSchema = z.object({
  /** Whom it is about: `guest-{guid}` or `partner-{name}`. */
  about: z.string(),
  kind: z.enum(NOTICE_KINDS),
  /** Tells one occasion of this kind from the next: an instant of the tenant, a day, a code. */
  occasion: z.string(),
  guest: z.string().nullable(),
  partner: z.string(),
  /** Object id of who is told; null = whoever reads the webhook. */
  to: z.string().nullable(),
  channel: z.enum(NOTICE_CHANNELS),
  /** What else is to be said: why it is held, until when something is so. */
  cause: codeAndMessage.nullable(),
  /** ISO 8601, like all times here. */
  recordedAt: z.string(),
  /** Not sent before: at once, or with the next digest. */
  dueAt: z.string(),
  state: z.enum(NOTICE_STATES),
  /** Times it was taken up to be sent. */
  tries: z.int(),
  /** Not tried before. */
  nextTryAt: z.string(),
  /** Why the last try did not send it, or why it is dropped; null = nothing went wrong. */
  trouble: codeAndMessage.nullable(),
  sentAt: z.string().nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** What a look at a subject gives rise to, before it is known who is told. */
export type DueNotice = Pick<Notice, 'kind' | 'occasion' | 'cause'>;

/** The name under which one notice is kept, and sent, once. Holds no address. Pure. */
export function noticeKey({ kind, occasion, to }: Pick<Notice, 'kind' | 'occasion' | 'to'>): string {
  return `${kind}-${sha256(`${occasion}\n${to ?? ''}`).slice(0, 32)}`;
}

/** Whom a kind of notice is for. Pure. */
export function audienceOf(kind: NoticeKind): 'guest' | 'sponsor' | 'approvers' {
  if (kind.startsWith('guest-')) return 'guest';
  return kind === 'approvers-cut' ? 'approvers' : 'sponsor';
}

/** Whether it waits for the sponsor's next digest; the others are sent at once. Pure. */
export const isForDigest = (kind: NoticeKind): boolean =>
  audienceOf(kind) === 'sponsor' && kind !== 'sponsor-held';
