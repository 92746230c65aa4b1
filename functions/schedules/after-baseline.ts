import type { InvocationContext } from '@azure/functions';
import { sweepCursorSchema } from '../../shared/domain/sweep-cursor';
import type { Cursors } from '../../shared/state/cursors';
import { USERS_CURSOR } from './sweep-guests';

type Tick = (context: InvocationContext) => Promise<void>;

/** `tick`, once the first look at all users is complete: before it nobody can tell who was here already. */
export const afterBaseline =
  ({ cursors }: { cursors: Cursors }, tick: Tick): Tick =>
  async (context) => {
    const stored = await cursors.read(USERS_CURSOR);
    const sweep = stored === undefined ? undefined : sweepCursorSchema.parse(stored.value.detail);
    if ((sweep?.lastRoundEndedAt ?? null) !== null) return tick(context);
    context.info('The first look at all users is not complete yet; this waits for it');
  };
