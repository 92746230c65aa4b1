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

/** Sends a copy of the hint for later, growing from 5 s to 2 min; after ten minutes it becomes a failure row. */
export async function putOff(deps: Deps, hint: Hint, reason: keyof typeof REASONS): Promise<void> {
  const now = deps.now();
  const firstSeenAt = hint.firstSeenAt ?? now.toISOString();
  const delaySeconds = Math.min(SHORTEST_SECONDS * 2 ** hint.tries, LONGEST_SECONDS);
  const due = now.getTime() + delaySeconds * 1000;
  if (due - Date.parse(firstSeenAt) <= PATIENCE_MS) {
    await deps.hints.send([{ ...hint, tries: hint.tries + 1, firstSeenAt }], new Date(due).toISOString());
    return;
  }
  const subject = { kind: hint.kind, id: hint.id };
  const cause = { flow: 'dispatcher', resource: hint.kind, ...REASONS[reason] };
  await deps.failures.open({
    ...cause,
    fingerprint: fingerprint(cause),
    subject,
    key: `${hint.kind}-${hint.id}`,
    partner: null,
    run: null,
    firstSeenAt,
    lastSeenAt: now.toISOString(),
    evidence: { hintId: hint.hintId, tries: hint.tries },
  });
}
