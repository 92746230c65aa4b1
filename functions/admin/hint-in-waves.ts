import type { HintBus } from '../../shared/clients/hint-bus';
import { hintFor } from '../../shared/domain/hint';
import type { SubjectRow } from '../../shared/domain/subject-row';

/** Guests that are looked at again in one wave, and how far the waves lie apart: a run costs some 20 requests. */
const WAVE_GUESTS = 20;
const WAVE_SECONDS = 60;

/**
 * Has every row's subject looked at again, a wave a minute; gives how many waves. `cause` names what gave rise to it.
 * Safe to repeat: a hint too many is a look too many. Throws RetryableError where the bus does not take one.
 */
export async function hintInWaves(
  hints: HintBus,
  rows: readonly Pick<SubjectRow, 'subject'>[],
  cause: string,
  now: Date,
): Promise<number> {
  const all = rows.map(({ subject }) => hintFor(subject, `${cause}-${subject.id}`));
  let waves = 0;
  for (; waves * WAVE_GUESTS < all.length; waves += 1) {
    const wave = all.slice(waves * WAVE_GUESTS, (waves + 1) * WAVE_GUESTS);
    const at = new Date(now.getTime() + waves * WAVE_SECONDS * 1000).toISOString();
    await hints.send(wave, waves === 0 ? undefined : at);
  }
  return waves;
}
