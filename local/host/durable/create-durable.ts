import { join } from 'node:path';
import { type CreateDurable, type DurableHalf, type DurableParts } from '../app/registered-function';
import { createFileJournal } from '../journal/file-journal';
import { type Journal } from '../journal/journal';
import { createMemoryJournal } from '../journal/memory-journal';
import { createManagementApi } from '../management/management-api';
import { durableClientBinding } from '../management/management-urls';
import { createDurableEngine, type DurableEngine, type DurableEngineOptions } from './durable-engine';
import { readDurableOptions } from './durable-options';
import { START_WINDOW_MS } from './fault-switches';

/** The durable half with the engine inside it. */
export interface DurableHost extends DurableHalf {
  readonly engine: DurableEngine;
}

/** What may differ from the ordinary durable half; a test kit brings its own journal and faults. */
export type DurableOverrides = Partial<
  Pick<DurableEngineOptions, 'faults' | 'hasGuards' | 'onCrash' | 'journal'>
>;

/** The file in the data folder that holds all orchestrations. */
export const JOURNAL_FILE = 'durable.journal';

/**
 * Makes the durable half of a host: a journal in the data folder (in memory without one), an engine on it, the management
 * API and the client binding.
 *
 * @throws Error that names a durable setting in host.json with a value that cannot be used.
 */
export function createDurableWith(parts: DurableParts, overrides: DurableOverrides): DurableHost {
  const { invoker, clock, baseUrl, log } = parts;
  const options = readDurableOptions(parts.durableTask);
  const journal = overrides.journal ?? ownJournal(parts);
  const engine = createDurableEngine({ invoker, clock, options, log, ...overrides, journal });
  const { client } = engine;
  const startWindowMs = () => overrides.faults?.startWindowMs ?? START_WINDOW_MS;
  const api = createManagementApi({ client, hubName: options.hubName, startWindowMs });
  return {
    engine,
    start: () => engine.start(),
    stop: () => engine.stop(),
    durableClient: durableClientBinding(baseUrl, options.hubName),
    fetch: (request) => api.fetch(request),
  };
}

/** The durable half as the host command uses it. */
export const createDurable: CreateDurable = (parts) => createDurableWith(parts, {});

function ownJournal({ dataFolder, log }: DurableParts): Journal {
  return dataFolder === undefined
    ? createMemoryJournal()
    : createFileJournal(join(dataFolder, JOURNAL_FILE), log);
}
