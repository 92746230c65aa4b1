import { z } from 'zod';
import type { InvitationDays } from './invitation-times';
import { audienceOf, type Notice, type NoticeKind } from './notice';

const day = z.int().min(1).max(365);

/**
 * Who is told of a partner's guests, by which way. Nobody is told by default: mail to outsiders in the company's name is
 * a decision, like every other write.
 */
export const noticeRulesSchema = z.strictObject({
  /** The guest: a welcome when ready, reminders while it has not accepted. */
  guest: z.enum(['none', 'mail']).default('none'),
  /** The sponsor: digests, and a hold at once. */
  sponsor: z.enum(['none', 'mail', 'webhook']).default('none'),
  /** Days after the invitation on which a guest who has not accepted is reminded. */
  reminderDays: z
    .array(day)
    .max(5)
    .default([3, 10])
    .transform((days) => [...new Set(days)].sort((a, b) => a - b)),
  /** Day after the invitation on which the sponsor is told that nobody accepted. */
  sponsorDay: day.default(20),
});
export type NoticeRules = z.output<typeof noticeRulesSchema>;

export const NO_NOTICES: NoticeRules = {
  guest: 'none',
  sponsor: 'none',
  reminderDays: [3, 10],
  sponsorDay: 20,
};

/** The days that a policy gives an invitation: of who is not told, none. Pure. */
export function invitationDays(policy: {
  notices: NoticeRules;
  expireAfterDays?: number | undefined;
}): InvitationDays {
  const { guest, sponsor, reminderDays, sponsorDay } = policy.notices;
  return {
    reminders: guest === 'none' ? [] : reminderDays,
    sponsor: sponsor === 'none' ? undefined : sponsorDay,
    expires: policy.expireAfterDays,
  };
}

/**
 * Who reads a notice about a guest, by which way; undefined = nobody is told, or there is nobody to tell. What is for
 * Approvers is not the partner's to say. Pure.
 */
export function noticeReader(
  kind: NoticeKind,
  rules: NoticeRules,
  { guest, sponsor }: { guest: string; sponsor: string | null },
): Pick<Notice, 'channel' | 'to'> | undefined {
  const audience = audienceOf(kind);
  if (audience === 'approvers') return undefined;
  const channel = rules[audience];
  const to = audience === 'guest' ? guest : sponsor;
  if (channel === 'none' || (channel === 'mail' && to === null)) return undefined;
  return { channel, to };
}
