import { z } from 'zod';
import { groupId, isGuid, tenantId } from './domain/ids';
import { PARTS } from './domain/part';
import { guidList } from './guid-list';
import { noticeProblems, noticeSettingsShape, toNoticeConfig } from './notice-settings';
import { retentionSchema } from './domain/retention';

const guidOf = <T>(brand: (text: string) => T) =>
  z.string().refine(isGuid, 'must be a GUID').transform(brand);
const secureUrl = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .transform((url) => url.replace(/\/+$/, ''));

const settingsSchema = z.object({
  /** Which functions this app registers: each part has its own identity, hub and queue (design, section 8). */
  GATEHOUSE_PART: z.enum(PARTS, 'is one of all, runtime, offboarding').default('all'),
  GATEHOUSE_TENANT_ID: guidOf(tenantId),
  GATEHOUSE_GRAPH_URL: secureUrl.default('https://graph.microsoft.com'),
  GATEHOUSE_ARM_URL: secureUrl.default('https://management.azure.com'),
  GATEHOUSE_AUTHORITY_URL: secureUrl.default('https://login.microsoftonline.com'),
  GATEHOUSE_API_AUDIENCE: z
    .string()
    .min(1, 'is the audience of the admin API’s tokens, for example api://gatehouse'),
  GATEHOUSE_PUBLIC_URL: z
    .url('must be the URL under which Graph reaches this app')
    .transform((url) => url.replace(/\/+$/, '')),
  GATEHOUSE_CLIENT_STATE: z
    .string()
    .min(32, 'must be a secret of at least 32 characters')
    .max(128, 'takes 128 characters at most'),
  /** Where Graph sends notifications instead of our webhook: an Event Grid partner topic. */
  GATEHOUSE_NOTIFICATION_URL: z
    .string()
    .regex(
      /^EventGrid:\?azuresubscriptionid=/,
      'must be an Event Grid partner topic: EventGrid:?azuresubscriptionid=...',
    )
    .optional(),
  GATEHOUSE_PARTNER_EVENTS_QUEUE: z.string().min(1).default('partner-events'),
  /** Our app id, the library's own setting; the audience of validation tokens. */
  AZURE_CLIENT_ID: z.string().min(1).optional(),
  /** Where figures go; the host reads it too, for its own telemetry. */
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/InstrumentationKey=/, 'must be the connection string of an Application Insights resource')
    .optional(),
  GATEHOUSE_BLOCKED_GROUP: guidOf(groupId).optional(),
  /** Whom nobody touches, whatever a policy or a plan says: a group, and ids beside it. */
  GATEHOUSE_EXCLUDED_GROUP: guidOf(groupId).optional(),
  GATEHOUSE_EXCLUDED_IDS: guidList,
  ...noticeSettingsShape,
  /** For how many days what is kept: shared/domain/retention.ts. */
  GATEHOUSE_RETENTION: retentionSchema,
  GATEHOUSE_HINTS_QUEUE: z.string().min(1).default('hints'),
  GATEHOUSE_ORDERS_QUEUE: z.string().min(1).default('removal-orders'),
  GATEHOUSE_BUS: z.string().min(1).optional(),
  GATEHOUSE_BUS__fullyQualifiedNamespace: z.string().min(1).optional(),
  GATEHOUSE_TABLES: z.string().min(1).optional(),
  GATEHOUSE_TABLES_URL: secureUrl.optional(),
  GATEHOUSE_BLOBS: z.string().min(1).optional(),
  GATEHOUSE_BLOBS_URL: secureUrl.optional(),
});
type Settings = z.infer<typeof settingsSchema>;

/** Every setting this app reads itself; a deployment is compared with it. */
export const SETTING_NAMES: readonly string[] = Object.keys(settingsSchema.shape);

/** The app's settings, checked once. Every setting's meaning is told in README, section "Settings". */
export type Config = ReturnType<typeof toConfig>;

/** Thrown when settings are missing or wrong; its message names every one of them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Parses the environment. Throws ConfigError with one line for each bad setting; never repeats a value. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const parsed = settingsSchema.safeParse(env);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(describe)),
    ...eitherOf(env),
    ...noticeProblems(env),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(
      `Gatehouse does not start: ${problems.length} setting(s) are wrong.\n${problems.join('\n')}`,
    );
  }
  return toConfig(parsed.data);
}

function describe(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.');
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return `- ${name}: ${isMissing ? 'is missing' : issue.message}`;
}

const EITHER = [
  ['GATEHOUSE_BUS', 'GATEHOUSE_BUS__fullyQualifiedNamespace'],
  ['GATEHOUSE_TABLES', 'GATEHOUSE_TABLES_URL'],
  ['GATEHOUSE_BLOBS', 'GATEHOUSE_BLOBS_URL'],
] as const;

function eitherOf(env: Record<string, string | undefined>): string[] {
  return EITHER.filter(([a, b]) => !env[a] && !env[b]).map(
    ([a, b]) =>
      `- ${a} or ${b}: one of them is needed: a connection string, or an address reached by identity`,
  );
}

function toConfig(settings: Settings) {
  const { GATEHOUSE_BUS: bus } = settings;
  return Object.freeze({
    tenantId: settings.GATEHOUSE_TENANT_ID,
    graphUrl: settings.GATEHOUSE_GRAPH_URL,
    armUrl: settings.GATEHOUSE_ARM_URL,
    authorityUrl: settings.GATEHOUSE_AUTHORITY_URL,
    apiAudience: settings.GATEHOUSE_API_AUDIENCE,
    publicUrl: settings.GATEHOUSE_PUBLIC_URL,
    clientState: settings.GATEHOUSE_CLIENT_STATE,
    notificationUrl:
      settings.GATEHOUSE_NOTIFICATION_URL ?? `${settings.GATEHOUSE_PUBLIC_URL}/api/graph/notifications`,
    lifecycleUrl:
      settings.GATEHOUSE_NOTIFICATION_URL ?? `${settings.GATEHOUSE_PUBLIC_URL}/api/graph/lifecycle`,
    partnerEventsQueue: settings.GATEHOUSE_PARTNER_EVENTS_QUEUE,
    insights: settings.APPLICATIONINSIGHTS_CONNECTION_STRING ?? null,
    appId: settings.AZURE_CLIENT_ID ?? null,
    blockedGroup: settings.GATEHOUSE_BLOCKED_GROUP ?? null,
    excludedGroup: settings.GATEHOUSE_EXCLUDED_GROUP ?? null,
    excludedIds: settings.GATEHOUSE_EXCLUDED_IDS,
    bus:
      bus === undefined
        ? { fullyQualifiedNamespace: settings.GATEHOUSE_BUS__fullyQualifiedNamespace ?? '' }
        : { connectionString: bus },
    tables: storageAccount(settings.GATEHOUSE_TABLES, settings.GATEHOUSE_TABLES_URL),
    blobs: storageAccount(settings.GATEHOUSE_BLOBS, settings.GATEHOUSE_BLOBS_URL),
    retention: settings.GATEHOUSE_RETENTION,
    hintsQueue: settings.GATEHOUSE_HINTS_QUEUE,
    ordersQueue: settings.GATEHOUSE_ORDERS_QUEUE,
    notices: toNoticeConfig(settings),
    part: settings.GATEHOUSE_PART,
  });
}

const storageAccount = (connectionString: string | undefined, url: string | undefined) =>
  connectionString === undefined ? { url: url ?? '' } : { connectionString };
