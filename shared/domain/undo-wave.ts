import { z } from 'zod';
import type { UndoInstruction } from './undo-instruction';

/** Guests in flight: interactive work goes first, and the directory takes so many writes a second (design, section 9). */
export const MOST_UNDONE_AT_ONCE = 60;
/** A guest whose undo has not ended by then counts as failed: somebody looks at it, the others go on. */
const GIVE_UP_MS = 30 * 60_000;
/** Above both, an undo halts by itself. */
const HALT_FAILURES = 5;
const HALT_SHARE = 0.1;

/** How far the waves of an undo are: `detail` of the cursor `undo-wave-{plan}`. */
export const undoWaveSchema = z.object({
  /** How many guests of the plan were taken so far, in its order. */
  next: z.int(),
  inFlight: z.array(z.object({ id: z.string(), at: z.iso.datetime() })),
  done: z.int(),
  failed: z.array(z.object({ id: z.string(), because: z.string() })),
});
export type UndoWave = z.infer<typeof undoWaveSchema>;

export const undoWaveCursor = (plan: string): string => `undo-wave-${plan}`;
export const FIRST_UNDO_WAVE: UndoWave = { next: 0, inFlight: [], done: 0, failed: [] };

/** The wave after the instructions of its guests were looked at. Pure. */
export function undoLanded(
  wave: UndoWave,
  told: ReadonlyMap<string, UndoInstruction>,
  { plan, at }: { plan: string; at: string },
): UndoWave {
  const after: UndoWave = { ...wave, inFlight: [], failed: [...wave.failed] };
  for (const flight of wave.inFlight) {
    const instruction = told.get(flight.id);
    if (instruction?.plan !== plan)
      after.failed.push({ id: flight.id, because: 'another undo took its place' });
    else if (instruction.state === 'done') after.done += 1;
    else if (instruction.state === 'refused')
      after.failed.push({ id: flight.id, because: instruction.because ?? 'refused' });
    else if (Date.parse(at) - Date.parse(flight.at) > GIVE_UP_MS)
      after.failed.push({ id: flight.id, because: 'not ended within half an hour: its run goes on' });
    else after.inFlight.push(flight);
  }
  return after;
}

/** Whether so much failed that a person should look before more is done. Pure. */
export const shouldHaltUndo = ({ done, failed }: UndoWave): boolean =>
  failed.length > HALT_FAILURES && failed.length > (done + failed.length) * HALT_SHARE;
