import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonFile } from '../settings/parse-json-file';

const schema = z.object({ lastMs: z.number().optional(), nextMs: z.number(), updatedMs: z.number() });

/** What a monitored timer remembers: its last and next occurrence and when that was written, since 1970. */
export type TimerStatus = z.infer<typeof schema>;

/** Keeps the status of timers, by function name. */
export interface TimerStatusStore {
  read(functionName: string): TimerStatus | undefined;
  write(functionName: string, status: TimerStatus): void;
}

/** A store that forgets with the process. */
export function memoryTimerStatusStore(): TimerStatusStore {
  const byName = new Map<string, TimerStatus>();
  return { read: (name) => byName.get(name), write: (name, status) => void byName.set(name, status) };
}

/**
 * A store in the host's data folder, one small file a timer; a write is whole or not there.
 *
 * `read` throws when a file is there but holds something else, and says which.
 */
export function fileTimerStatusStore(dataFolder: string): TimerStatusStore {
  const folder = join(dataFolder, 'timers');
  const pathOf = (name: string): string => join(folder, `${encodeURIComponent(name)}.json`);
  return {
    read(name) {
      const content = parseJsonFile(pathOf(name));
      if (content === undefined) return undefined;
      const parsed = schema.safeParse(content);
      if (!parsed.success)
        throw new Error(`${pathOf(name)} does not hold a timer's status. Delete it to start afresh.`);
      return parsed.data;
    },
    write(name, status) {
      mkdirSync(folder, { recursive: true });
      const draft = `${pathOf(name)}.new`;
      writeFileSync(draft, JSON.stringify(status));
      renameSync(draft, pathOf(name));
    },
  };
}
