import { join } from 'node:path';
import { z } from 'zod';
import { errorText } from '../app/error-text';
import { type AppSettings, resolvePercents } from './app-settings';
import { parseJsonFile } from './parse-json-file';
import { parseTimeSpanMs } from './time-span';

const timeSpan = z.string().transform((text, context) => {
  const spanMs = parseTimeSpanMs(text);
  if (spanMs === undefined)
    context.addIssue({ code: 'custom', message: `"${text}" is not a time span such as 00:05:00` });
  return spanMs ?? 0;
});
const count = z.coerce.number().int().positive();

const serviceBus = z.looseObject({
  autoCompleteMessages: z.stringbool().or(z.boolean()).default(true),
  maxAutoLockRenewalDuration: timeSpan.prefault('00:05:00'),
  maxConcurrentCalls: count.default(16),
  maxMessageBatchSize: count.default(1000),
  minMessageBatchSize: count.default(1),
  maxBatchWaitTime: timeSpan.prefault('00:00:30'),
});

const durableTask = z.looseObject({ hubName: z.string().optional() });

const schema = z.looseObject({
  version: z.literal('2.0', { error: '"version" must be "2.0"' }).default('2.0'),
  extensions: z
    .looseObject({
      http: z.looseObject({ routePrefix: z.string().default('api') }).prefault({}),
      serviceBus: serviceBus.prefault({}),
      durableTask: durableTask.prefault({}),
    })
    .prefault({}),
});

/** Service Bus settings of host.json; the defaults are the extension's (facts: host.json of extension 5.x). */
export type ServiceBusOptions = z.infer<typeof serviceBus>;

/** What this host takes from host.json; the rest is the business of Azure. */
export interface HostFileOptions {
  /** Without slashes at its ends; may be empty. */
  routePrefix: string;
  serviceBus: ServiceBusOptions;
  /** The whole durableTask section, `hubName` resolved. */
  durableTask: z.infer<typeof durableTask>;
}

/**
 * Reads the app's host.json (defaults when there is none). A setting `AzureFunctionsJobHost__a__b` overrides
 * the value at `a.b`; `%NAME%` in the hub name and the route prefix is resolved. A hub name whose setting is missing
 * is left out with a warning: here it is no more than a word in addresses.
 *
 * @throws Error that names the file and each bad value's place.
 */
export function readHostOptions(
  appFolder: string | undefined,
  settings: AppSettings,
  warn: (text: string) => void,
): HostFileOptions {
  const path = appFolder === undefined ? 'host.json' : join(appFolder, 'host.json');
  const content = (appFolder === undefined ? undefined : parseJsonFile(path)) ?? {};
  const parsed = schema.safeParse(withOverrides(content));
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`${path} cannot be used. ${places}`);
  }
  const { http, serviceBus: bus, durableTask: durable } = parsed.data.extensions;
  const routePrefix = resolvePercents(http.routePrefix, settings, `${path} (routePrefix)`);
  return {
    routePrefix: routePrefix.replace(/^\/+|\/+$/g, ''),
    serviceBus: bus,
    durableTask: { ...durable, hubName: resolvedHubName(durable.hubName, settings, path, warn) },
  };
}

function resolvedHubName(
  hubName: string | undefined,
  settings: AppSettings,
  path: string,
  warn: (text: string) => void,
): string | undefined {
  try {
    return hubName && resolvePercents(hubName, settings, `${path} (hubName)`);
  } catch (error) {
    warn(`${errorText(error)} Until then the default name is used.`);
    return undefined;
  }
}

const OVERRIDE = 'AzureFunctionsJobHost__';

function withOverrides(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  const copy = structuredClone(content) as Record<string, unknown>;
  for (const [name, value] of Object.entries(process.env)) {
    if (name.startsWith(OVERRIDE)) setDeep(copy, name.slice(OVERRIDE.length).split('__'), value);
  }
  return copy;
}

function setDeep(target: Record<string, unknown>, path: string[], value: unknown): void {
  const [first = '', ...rest] = path;
  const key = Object.keys(target).find((known) => known.toLowerCase() === first.toLowerCase()) ?? first;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const next = target[key];
  const child = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
  target[key] = child;
  setDeep(child, rest, value);
}
