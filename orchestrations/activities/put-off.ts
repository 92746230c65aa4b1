import { z } from 'zod';
import type { Cursors } from '../../shared/state/cursors';

/** Says until when Microsoft Graph has asked us to make no writes. */
const CURSOR = 'graph-put-off';
const detailSchema = z.object({ until: z.iso.datetime() });

/** Those who waited for the same moment come one after the other: at 20 writes a second, this many seconds' worth. */
const SPREAD_SECONDS = 10;

/** Seconds until writes may be made again, counted from `at`; 0 = now. */
export async function secondsPutOff({ cursors }: { cursors: Cursors }, at: string): Promise<number> {
  const stored = await cursors.read(CURSOR);
  if (stored === undefined) return 0;
  const { until } = detailSchema.parse(stored.value.detail);
  return Math.max(0, Math.ceil((Date.parse(until) - Date.parse(at)) / 1000));
}

/** Tells everybody of this part and the other that Graph wants to be left alone for so long. Safe to repeat. */
export async function notePutOff(
  { cursors }: { cursors: Cursors },
  retryAfterSeconds: number,
  at: string,
): Promise<void> {
  const stored = await cursors.read(CURSOR);
  const until = new Date(Date.parse(at) + retryAfterSeconds * 1000).toISOString();
  if (stored !== undefined && detailSchema.parse(stored.value.detail).until >= until) return;
  // Where somebody else wrote it at the same moment, it says the same.
  await cursors.save({ name: CURSOR, savedAt: at, detail: { until } }, stored?.etag);
}

/** When one of many who wait comes, in seconds after the moment all wait for; the same for the same id. Pure. */
export const turnSeconds = (id: string): number =>
  Number.parseInt(id.replaceAll('-', '').slice(-6), 16) % SPREAD_SECONDS;
