import { availableParallelism } from 'node:os';
import { z } from 'zod';

const count = z.coerce.number().int().positive();
const perCore = (): number => 10 * availableParallelism();

const schema = z.looseObject({
  hubName: z.string().default('TestHubName'),
  maxConcurrentActivityFunctions: count.default(perCore),
  maxConcurrentOrchestratorFunctions: count.default(perCore),
  overridableExistingInstanceStates: z.enum(['NonRunningStates', 'AnyState']).default('NonRunningStates'),
});

/** What this host takes from host.json's `extensions.durableTask`; the defaults are the extension's. */
export type DurableOptions = z.infer<typeof schema>;

/** @throws Error that names each setting with a value that cannot be used. */
export function readDurableOptions(section: unknown): DurableOptions {
  const parsed = schema.safeParse(section ?? {});
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(`host.json, extensions.durableTask, cannot be used. ${places}`);
}
