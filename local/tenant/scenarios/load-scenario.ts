import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { withPowersOfOthers } from './acts-as';
import { mergeScenario } from './merge-scenario';
import { scenarioSchema, type Scenario } from './scenario-schema';

/** Reads a scenario file (YAML or JSON), or one of the ready-made by its name; throws one report of all that is wrong. */
export function loadScenario(nameOrPath: string): Scenario {
  const path = scenarioPath(nameOrPath);
  return parseScenario(readFileSync(path, 'utf8'), path);
}

/** Names of the scenarios that come with the tenant. */
export function readyMadeScenarios(): string[] {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => file.replace(/\.yaml$/, '')).sort();
}

/** Checks the text of a scenario; `source` names it in the report. */
export function parseScenario(text: string, source: string): Scenario {
  const checked = scenarioSchema.safeParse(documentOf(text, source));
  if (checked.success) return withPowersOfOthers(checked.data);
  throw new Error(`Scenario ${source} is wrong:\n${z.prettifyError(checked.error)}`);
}

/** The document, laid over the scenario it `extends`. */
function documentOf(text: string, source: string, above: readonly string[] = []): unknown {
  let document: unknown;
  try {
    document = parse(text);
  } catch (cause) {
    throw new Error(
      `Scenario ${source} is neither YAML nor JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  if (typeof document !== 'object' || document === null || !('extends' in document)) return document;
  const { extends: base, ...over } = document;
  if (typeof base !== 'string') throw new Error(`Scenario ${source} is wrong: extends must name a scenario`);
  const path = scenarioPath(base);
  if (above.includes(path)) throw new Error(`Scenario ${source} is wrong: ${path} extends itself`);
  return mergeScenario(documentOf(readFileSync(path, 'utf8'), path, [...above, path]), over);
}

function scenarioPath(nameOrPath: string): string {
  const ready = join(__dirname, `${nameOrPath}.yaml`);
  if (existsSync(ready)) return ready;
  const path = resolve(nameOrPath);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path;
  throw new Error(
    `There is no scenario '${nameOrPath}': neither a file nor a ready-made one (${readyMadeScenarios().join(', ')})`,
  );
}
