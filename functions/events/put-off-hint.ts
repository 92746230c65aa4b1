import type { InvocationContext } from '@azure/functions';
import type { HintBus } from '../../shared/clients/hint-bus';
import { fingerprint } from '../../shared/domain/failure';
import type { Hint } from '../../shared/domain/hint';
import type { Failures } from '../../shared/state/failures';

interface Deps {
  hints: HintBus;
  failures: Failures;
  now: () => Date;
}

const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 120;
/** A fresh guest is visible within minutes; after this long nobody comes any more. */
const PATIENCE_MS = 10 * 60_000;

const REASONS = {
  'unknown-user': {
    step: 'readUsers',
    code: 'unknown-user',
    message:
      'the directory knew no user of this id for ten minutes, neither among the users nor among the deleted',
    fix: 'Nothing, if the user is gone for good; otherwise hint the guest again once the directory shows it.',
  },
  trouble: {
    step: 'takeHint',
    code: 'dispatcher-trouble',
    message: 'the dispatcher met trouble with this hint for ten minutes',
    fix: 'Read the dispatcher’s log for the cause; hint the guest again once it is gone.',
  },
} as const;

/**
 * Sends a copy of the hint for later, growing from 5 s to 2 min; after ten minutes it becomes a failure row. A member
 * of a group that is no user by then is a device or another group, and no failure. Where the row cannot be written
 * another copy is sent: a hint is not lost to an outage of the tables. Throws what the bus throws.
 */
export async function putOff(
  deps: Deps,
  hint: Hint,
  reason: keyof typeof REASONS,
  context: InvocationContext,
): Promise<void> {
  const nowMs = deps.now().getTime();
  const firstSeenAt = hint.firstSeenAt ?? new Date(nowMs).toISOString();
  const sendLater = (delaySeconds: number) => {
    const copy = { ...hint, tries: hint.tries + 1, firstSeenAt };
    return deps.hints.send([copy], new Date(nowMs + delaySeconds * 1000).toISOString());
  };
  const delaySeconds = Math.min(SHORTEST_SECONDS * 2 ** hint.tries, LONGEST_SECONDS);
  if (nowMs + delaySeconds * 1000 - Date.parse(firstSeenAt) <= PATIENCE_MS) return sendLater(delaySeconds);
  if (reason === 'unknown-user' && hint.viaGroup !== undefined) {
    context.info(`Left out ${hint.id}, a member of the group ${hint.viaGroup} that is no user`);
    return;
  }
  try {
    await openWornOut(deps, { ...hint, firstSeenAt }, reason);
  } catch (error) {
    context.warn(
      `Hint ${hint.hintId} is worn out and could not be made a failure; it is put off again`,
      error,
    );
    await sendLater(LONGEST_SECONDS);
  }
}

function openWornOut(
  { failures, now }: Deps,
  { kind, id, hintId, tries, firstSeenAt }: Hint & { firstSeenAt: string },
  reason: keyof typeof REASONS,
): Promise<void> {
  const cause = { flow: 'dispatcher', resource: kind, ...REASONS[reason] };
  return failures.open({
    ...cause,
    fingerprint: fingerprint(cause),
    subject: { kind, id },
    key: `${kind}-${id}`,
    partner: null,
    run: null,
    firstSeenAt,
    lastSeenAt: now().toISOString(),
    evidence: { hintId, tries },
  });
}
