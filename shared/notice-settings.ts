import { z } from 'zod';
import { isGuid } from './domain/ids';
import { guidList } from './guid-list';

const guidText = z.string().refine(isGuid, 'must be an object id (a GUID)').toLowerCase();
const hours = (most: number) =>
  z
    .string()
    .transform(Number)
    .refine((count) => Number.isInteger(count) && count >= 1 && count <= most, `must be hours, 1 to ${most}`);

/** The settings of notices, by the names they have in the environment. */
export const noticeSettingsShape = {
  /** Object id of the user whose mailbox sends; never its address. */
  GATEHOUSE_NOTICES_MAILBOX: guidText.optional(),
  /** What guests type to sign in to this tenant. */
  GATEHOUSE_NOTICES_DOMAIN: z
    .string()
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, 'must be a domain such as woodgrove.com')
    .toLowerCase()
    .optional(),
  /** A secret: whoever knows the address can post. */
  GATEHOUSE_NOTICES_WEBHOOK: z.url({ protocol: /^https$/, error: 'must be an https URL' }).optional(),
  GATEHOUSE_NOTICES_WEBHOOK_FORMAT: z.enum(['json', 'teams'], 'is one of json, teams').default('json'),
  GATEHOUSE_NOTICES_APPROVERS: guidList,
  GATEHOUSE_NOTICES_DIGEST_HOURS: hours(168).default(24),
  GATEHOUSE_NOTICES_ALERT_HOURS: hours(72).default(4),
  GATEHOUSE_NOTICES_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language such as en or nl-NL')
    .default('en'),
  /** Folder of one's own texts, in place of those of this release. */
  GATEHOUSE_NOTICES_TEXTS: z.string().min(1).optional(),
};

/** The settings of notices as the app uses them. `domain` is empty where nobody is told by mail. Pure. */
export function toNoticeConfig(settings: z.output<z.ZodObject<typeof noticeSettingsShape>>) {
  return {
    mailbox: settings.GATEHOUSE_NOTICES_MAILBOX ?? null,
    domain: settings.GATEHOUSE_NOTICES_DOMAIN ?? '',
    webhook: settings.GATEHOUSE_NOTICES_WEBHOOK ?? null,
    webhookFormat: settings.GATEHOUSE_NOTICES_WEBHOOK_FORMAT,
    approvers: settings.GATEHOUSE_NOTICES_APPROVERS,
    digestHours: settings.GATEHOUSE_NOTICES_DIGEST_HOURS,
    alertHours: settings.GATEHOUSE_NOTICES_ALERT_HOURS,
    language: settings.GATEHOUSE_NOTICES_LANGUAGE,
    textsFolder: settings.GATEHOUSE_NOTICES_TEXTS ?? null,
  };
}

/** A mailbox without the domain could send no welcome worth reading. */
export function noticeProblems(env: Record<string, string | undefined>): string[] {
  const isLacking = Boolean(env['GATEHOUSE_NOTICES_MAILBOX']) && !env['GATEHOUSE_NOTICES_DOMAIN'];
  return isLacking
    ? [
        '- GATEHOUSE_NOTICES_DOMAIN: is needed where GATEHOUSE_NOTICES_MAILBOX is set: guests are told to type it',
      ]
    : [];
}
