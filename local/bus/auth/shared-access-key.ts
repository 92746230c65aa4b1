import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name that every Service Bus namespace gives its first key. */
export const DEFAULT_KEY_NAME = 'RootManageSharedAccessKey';

const newKey = (): string => randomBytes(32).toString('base64');

/**
 * The key of a broker: made once for each data folder and kept there, readable by its owner only; without a
 * folder, a new one for each start. Safe to repeat.
 */
export function sharedAccessKeyFor(dataFolder: string | undefined): string {
  if (dataFolder === undefined) return newKey();
  mkdirSync(dataFolder, { recursive: true });
  const file = join(dataFolder, 'shared-access-key');
  try {
    writeFileSync(file, newKey(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
