import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type QueueSettings } from '../queue/queue-settings';
import { parseIsoDuration } from './iso-duration';

/** The official emulator's ranges. Source: its Config.json schema, as its installer repository has it (2026). */
const RANGES_MS = { lock: [5_000, 300_000], timeToLive: [300_000, 3_600_000] } as const;
const DEFAULTS = { lock: 'PT1M', maxDeliveryCount: 3, timeToLive: 'PT1H' } as const;

const notOffered = (feature: string): { error: string } => ({
  error: `the development broker does not offer ${feature}; remove it, or use the official emulator`,
});
const never = (feature: string) => z.literal(false, notOffered(feature)).optional();
const nowhere = (feature: string) => z.literal('', notOffered(feature)).nullish();

function durationWithin(
  [leastMs, mostMs]: readonly [number, number],
  anyLength: boolean,
): z.ZodType<number, string> {
  return z.string().transform((text, context) => {
    const durationMs = parseIsoDuration(text);
    const fits =
      durationMs !== undefined &&
      durationMs > 0 &&
      (anyLength || (durationMs >= leastMs && durationMs <= mostMs));
    if (fits) return durationMs;
    context.addIssue(
      `must be an ISO 8601 duration of ${leastMs / 1000} to ${mostMs / 1000} seconds, such as PT1M; got '${text}'`,
    );
    return z.NEVER;
  });
}

/** Source: "Resource naming rules", learn.microsoft.com. What follows a topic's name in an address cannot be in a queue's. */
const queueName = z
  .string()
  .max(260, 'must be a queue name of at most 260 characters')
  .regex(
    /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(\/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*$/i,
    'must be a queue name: letters, digits and . _ - /, with a letter or digit at each end',
  )
  .refine(
    (name) => !/(^|\/)subscriptions(\/|$)/i.test(name),
    'must be a queue name; this one is that of a subscription',
  );

const queueSchema = (anyLength: boolean): z.ZodType<QueueSettings> =>
  z
    .strictObject({
      Name: queueName,
      Properties: z
        .strictObject({
          DeadLetteringOnMessageExpiration: z.boolean().default(false),
          DefaultMessageTimeToLive: durationWithin(RANGES_MS.timeToLive, anyLength).prefault(
            DEFAULTS.timeToLive,
          ),
          LockDuration: durationWithin(RANGES_MS.lock, anyLength).prefault(DEFAULTS.lock),
          MaxDeliveryCount: z.int().min(1).max(10).default(DEFAULTS.maxDeliveryCount),
          RequiresSession: never('sessions (RequiresSession)'),
          RequiresDuplicateDetection: never('duplicate detection (RequiresDuplicateDetection)'),
          DuplicateDetectionHistoryTimeWindow: z.string().optional(), // means nothing without the switch above
          EnablePartitioning: never('partitioning (EnablePartitioning)'),
          ForwardTo: nowhere('forwarding (ForwardTo)'),
          ForwardDeadLetteredMessagesTo: nowhere(
            'forwarding of dead letters (ForwardDeadLetteredMessagesTo)',
          ),
        })
        .prefault({}),
    })
    .transform(({ Name, Properties }) => ({
      name: Name,
      lockDurationMs: Properties.LockDuration,
      maxDeliveryCount: Properties.MaxDeliveryCount,
      timeToLiveMs: Properties.DefaultMessageTimeToLive,
      deadLetterOnExpiry: Properties.DeadLetteringOnMessageExpiration,
    }));

/** Names are compared without regard to case, as Service Bus does: the second of two would hide the first. */
function refuseTwins({ value, issues }: z.core.ParsePayload<QueueSettings[]>): void {
  const queues: Partial<QueueSettings>[] = value; // one that was refused for another reason has no name here
  const names = queues.map(({ name }) => name?.toLowerCase());
  for (const [index, name] of names.entries()) {
    if (name === undefined || names.indexOf(name) === index) continue;
    const message = `the queue '${name}' is declared twice; letters in upper and lower case count as the same`;
    issues.push({ code: 'custom', input: value, path: [index, 'Name'], message });
  }
}

const configSchema = (anyLength: boolean): z.ZodType<QueueSettings[]> =>
  z
    .object({
      UserConfig: z.object({
        Namespaces: z.tuple(
          [
            z.strictObject({
              Name: z.string(),
              Queues: z
                .array(queueSchema(anyLength))
                .min(1, 'must name at least one queue')
                .check(refuseTwins),
              Topics: z.array(z.unknown()).max(0, notOffered('topics and subscriptions (Topics)')).optional(),
            }),
          ],
          'must hold exactly one namespace',
        ),
        Logging: z.unknown().optional(),
      }),
    })
    .transform(({ UserConfig }) => UserConfig.Namespaces[0].Queues);

/**
 * Reads queues from a file in the official emulator's Config.json format, or from its content. Throws one error
 * that names every setting it cannot honour; what the broker does not offer is refused, not ignored.
 * `anyLength` lifts the emulator's ranges of lock duration and time-to-live: for tests, which want short ones.
 */
export function readBrokerConfig(config: string | object, anyLength = false): QueueSettings[] {
  const source = typeof config === 'string' ? config : 'the given configuration';
  const parsed = configSchema(anyLength).safeParse(typeof config === 'string' ? readJson(config) : config);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || 'as a whole'}: ${message}`,
  );
  throw new Error(`The broker cannot start from ${source}:\n${issues.join('\n')}`, { cause: parsed.error });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')); // editors on Windows put a mark before it
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The broker cannot read ${file}: ${reason}. It needs a file in the official emulator's Config.json format.`,
      {
        cause: error,
      },
    );
  }
}
