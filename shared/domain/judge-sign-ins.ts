import { DESKTOP_APPS } from './desktop-apps';
import type { Confirmation } from './partner-stage';

type Check = Confirmation['checks'][number];

/** A successful sign-in, as the log tells it. */
interface Success {
  user: string;
  /** ISO 8601. */
  at: string;
  /** Application ids. */
  apps: readonly string[];
}

/** What the sign-ins are held against; times in ISO 8601. */
export interface SignInLimits {
  cutAt: string;
  removedAt: string;
  /** Accounts stay enabled: who has one may sign in to whatever else it may use. */
  isAccountKept: boolean;
}

/**
 * What the sign-in log says of the removed guests since the cut. A sign-in to a desktop is bad wherever it is seen; one
 * to something else is bad after the removal where accounts are ended, and is only said otherwise. Pure.
 */
export function judgeSignIns(
  successes: readonly Success[] | undefined,
  guests: ReadonlySet<string>,
  { cutAt, removedAt, isAccountKept }: SignInLimits,
): Check {
  const check = 'sign-ins';
  if (successes === undefined) {
    const observed = 'the sign-in log could not be read as a whole: look there for successes after the cut';
    return { check, isGood: null, observed };
  }
  const isSince = ({ at }: Success, since: string) => Date.parse(at) >= Date.parse(since);
  const theirs = successes.filter((one) => guests.has(one.user) && isSince(one, cutAt));
  const toDesktop = theirs.filter(({ apps }) => apps.some((app) => DESKTOP_APPS.includes(app)));
  const late = theirs.filter((one) => isSince(one, removedAt));
  const isGood = toDesktop.length === 0 && (isAccountKept || late.length === 0);
  const last = theirs
    .map(({ at }) => at)
    .sort()
    .at(-1);
  const when = last === undefined ? '' : `, the last at ${last}`;
  const observed = `${theirs.length} successful sign-in(s) of removed guests since the cut, ${toDesktop.length} of them to a desktop, ${late.length} after the removal${when}`;
  return { check, isGood, observed };
}
