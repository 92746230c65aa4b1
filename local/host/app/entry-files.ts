import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { z } from 'zod';
import { parseJsonFile } from '../settings/parse-json-file';

/** The files that an app's folder, or a single file, names as its entry. */
export interface EntryFiles {
  /** Absolute paths, in the order they are loaded; never empty. */
  files: string[];
  /** Where host.json and local.settings.json are looked for. */
  folder: string;
}

const packageFile = z.looseObject({ main: z.string().min(1).optional() });

/**
 * Finds what to load: `main` of the folder's package.json, which is a glob, or the file itself.
 *
 * @throws Error that says what is missing and what to do: no package.json, no `main`, a glob without a match.
 */
export function findEntryFiles(path: string): EntryFiles {
  const absolute = resolve(path);
  if (!existsSync(absolute))
    throw new Error(`There is no app at ${absolute}. Give the folder that holds its package.json.`);
  if (!statSync(absolute).isDirectory()) return { files: [absolute], folder: folderOf(absolute) };
  const manifest = join(absolute, 'package.json');
  const content = parseJsonFile(manifest);
  if (content === undefined) {
    throw new Error(
      `${absolute} has no package.json. Give the app's root folder, the one with host.json in it.`,
    );
  }
  const parsed = packageFile.safeParse(content);
  const main = parsed.success ? parsed.data.main : undefined;
  if (main === undefined)
    throw new Error(
      `${manifest} has no "main". It must name the app's built files, for example "dist/functions/*.js".`,
    );
  const files = globSync(main, { cwd: absolute, absolute: true, ignore: '**/node_modules/**' }).sort();
  if (files.length === 0) {
    throw new Error(
      `No file matches "main" (${main}) of ${manifest}. Build the app first, or correct the pattern.`,
    );
  }
  return { files, folder: absolute };
}

/** The nearest folder upwards that holds a host.json, else the file's own. */
function folderOf(file: string): string {
  const own = resolve(file, '..');
  for (let folder = own; ; folder = resolve(folder, '..')) {
    if (existsSync(join(folder, 'host.json'))) return folder;
    if (folder === resolve(folder, '..')) return own;
  }
}
