import { judgeReplayed } from '../../shared/domain/judge-replayed';
import { guestId } from '../../shared/domain/ids';
import { isBlocked } from '../../shared/domain/replay-facts';
import type { AdminDeps } from './admin-deps';
import type { FrozenReplay } from './read-replay';

/** Why a replay has nobody to ask. */
interface Moved {
  message: string;
  extra: { code: 'all-blocked' | 'moved'; moved?: { id: string; because: string }[] };
}

/** Guests read at a time: most often the first ones already show that there is somebody to ask. */
const AT_ONCE = 20;
/** Differences that a refusal names. */
const MOST_NAMED = 20;

/**
 * Reads the plan's guests again until one is found that has not moved; undefined = there is one, the replay may start.
 * Changes nothing. Throws RetryableError or TerminalError of the tenant.
 */
export async function findMoved(
  { liveGuests }: Pick<AdminDeps, 'liveGuests'>,
  { body, facts }: FrozenReplay,
): Promise<Moved | undefined> {
  const planned = body.subjects.filter((subject) => !isBlocked(subject));
  if (planned.length === 0) {
    const message = 'every guest of the plan is blocked: mend what blocks them, then plan again';
    return { message, extra: { code: 'all-blocked' } };
  }
  const moved: { id: string; because: string }[] = [];
  for (let from = 0; from < planned.length; from += AT_ONCE) {
    const some = planned.slice(from, from + AT_ONCE);
    const looks = await liveGuests.look(some.map(({ subject }) => guestId(subject.id)));
    for (const one of some) {
      const look = looks.find(({ guest }) => guest === one.subject.id);
      const verdict = judgeReplayed(one, facts, look);
      if (verdict.kind === 'ask') return undefined;
      moved.push({ id: one.subject.id, because: verdict.because });
    }
  }
  const [first] = moved;
  const whom = moved.length === 1 ? `guest ${first?.id ?? ''}` : `all ${moved.length} guests, the first`;
  const message = `${whom} ${first?.because ?? ''}: nothing was changed, plan the replay again`;
  return { message, extra: { code: 'moved', moved: moved.slice(0, MOST_NAMED) } };
}
