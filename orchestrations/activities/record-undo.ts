import { done, later } from '../../shared/domain/outcome';
import { undoCursor, undoInstructionSchema } from '../../shared/domain/undo-instruction';
import type { Cursors } from '../../shared/state/cursors';
import type { Act } from './activity';

interface Deps {
  cursors: Cursors;
  now: () => Date;
}

/**
 * Says how the undo of the guest ended, to the job that asked for it: done, or why not. An instruction of another undo
 * is left alone. Safe to repeat.
 */
export const recordUndo =
  ({ cursors, now }: Deps): Act<'recordUndo'> =>
  async ({ guest, plan, refusal }) => {
    const stored = await cursors.read(undoCursor(guest));
    const asked = stored && undoInstructionSchema.parse(stored.value.detail);
    if (stored === undefined || asked?.plan !== plan || asked.state !== 'asked')
      return done({ recorded: false });
    const detail = { ...asked, state: refusal === null ? 'done' : 'refused', because: refusal };
    const { name } = stored.value;
    const saved = await cursors.save({ name, savedAt: now().toISOString(), detail }, stored.etag);
    return saved === 'conflict' ? later('unavailable', 1) : done({ recorded: true });
  };
