import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loading } from '../core/loading';
import { parseJsonFile } from '../settings/parse-json-file';
import { type HostLog } from './host-log';
import { duplicate, type Registration, Registrations, sameName } from './registrations';

/** An app to load: the files of its entry, or a function that registers. */
export type AppEntry = readonly string[] | (() => unknown);

/**
 * Loads an app and gives back what it registered, file by file. A file or function that was loaded before in
 * this process gives the same registrations again: modules run once.
 *
 * @throws Error that names the file when it throws on load, and CoreError when two files register one name.
 */
export function loadApp(entry: AppEntry, log: HostLog): Promise<Registrations[]> {
  const state = loading();
  const result = state.queue.then(() => loadNow(entry, log));
  state.queue = result.catch(() => undefined);
  return result;
}

async function loadNow(entry: AppEntry, log: HostLog): Promise<Registrations[]> {
  const loaded: Registrations[] = [];
  if (typeof entry === 'function') loaded.push(await loadFunction(entry, log));
  else for (const file of entry) loaded.push(await loadFile(file, log));
  refuseDuplicates(loaded.flatMap((registrations) => registrations.functions));
  return loaded;
}

async function loadFunction(entry: () => unknown, log: HostLog): Promise<Registrations> {
  const { byFunction } = loading();
  const registrations = byFunction.get(entry) ?? orEarly(await collect(entry, log));
  byFunction.set(entry, registrations);
  return registrations;
}

async function loadFile(file: string, log: HostLog): Promise<Registrations> {
  const { byFile } = loading();
  const known = byFile.get(file);
  if (known) return known;
  const registrations = await collect(() => importFile(file), log).catch((error: unknown) => {
    throw new Error(`The app's file ${file} failed while it was loaded: ${describe(error)}`, {
      cause: error,
    });
  });
  const found = orEarly(registrations);
  byFile.set(file, found);
  return found;
}

/** An entry that was imported before any host existed registers nothing now: what it registered then is meant. */
function orEarly(registrations: Registrations): Registrations {
  const { early } = loading();
  return registrations.isEmpty && !early.isEmpty ? early : registrations;
}

async function collect(run: () => unknown, log: HostLog): Promise<Registrations> {
  const state = loading();
  const registrations = new Registrations();
  registrations.log = log;
  state.current = registrations;
  try {
    await run();
    return registrations;
  } finally {
    state.current = undefined;
    state.hasLoaded = true;
  }
}

/** As the worker chooses: `.mjs`, and `.js` under `"type": "module"`, by `import()`; everything else by `require`. */
async function importFile(file: string): Promise<void> {
  if (isModule(file)) await import(pathToFileURL(file).href);
  else createRequire(__filename)(file);
}

function isModule(file: string): boolean {
  if (file.endsWith('.mjs')) return true;
  return file.endsWith('.js') && nearestPackageType(dirname(file)) === 'module';
}

function nearestPackageType(folder: string): unknown {
  const nearest = parseJsonFile(join(folder, 'package.json'));
  if (typeof nearest === 'object' && nearest !== null) return 'type' in nearest ? nearest.type : 'commonjs';
  return folder === dirname(folder) ? 'commonjs' : nearestPackageType(dirname(folder));
}

function refuseDuplicates(functions: Registration[]): void {
  for (const [index, { metadata }] of functions.entries()) {
    const isKnown = functions
      .slice(0, index)
      .some((earlier) => sameName(earlier.metadata.name, metadata.name));
    if (isKnown) throw duplicate(metadata.name);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
