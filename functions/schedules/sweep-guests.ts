import type { InvocationContext } from '@azure/functions';
import type { Directory } from '../../shared/clients/directory';
import type { UserChange, UserChanges } from '../../shared/clients/user-changes';
import { isExternal, type UserFacts } from '../../shared/domain/guest-facts';
import type { Hint } from '../../shared/domain/hint';
import { guestId } from '../../shared/domain/ids';
import { policyForDomain, type PartnerPolicy } from '../../shared/domain/partner-policy';
import type { SweepCursor } from '../../shared/domain/sweep-cursor';
import type { Partners } from '../../shared/state/partners';
import type { SubjectRow } from '../../shared/domain/subject-row';
import type { Subjects } from '../../shared/state/subjects';
import { knownGuests } from './known-guests';
import { recordBaseline, wasHere } from './record-baseline';
import { runSweep, type Sweep, type SweepDeps } from './run-sweep';
import { sweptHint } from './swept-hint';

interface Deps extends SweepDeps {
  userChanges: UserChanges;
  directory: Directory;
  subjects: Subjects;
  partners: Partners;
}

/** Name of this sweep's cursor. */
export const USERS_CURSOR = 'users';

/** Users confirmed in one bulk read. */
const CONFIRM_AT_ONCE = 100;

/**
 * Finds the changes of guests that no notification told of: asks for all changes since the last tick and says
 * hints as the webhook does. Members are dropped unless they have a row. The very first round is the baseline:
 * whoever was here before it gets a row and no run, and nothing is reported as missed.
 */
export const sweepGuests =
  (deps: Deps) =>
  (context: InvocationContext): Promise<void> =>
    runSweep(deps, guestSweep(deps), context);

function guestSweep(deps: Deps): Sweep<UserChange> {
  const known = knownGuests(deps.subjects);
  /** Of this tick only: a full round that goes on in a later tick confirms more guests than it needs to. */
  const told = new Set<string>();
  return {
    name: USERS_CURSOR,
    first: () => deps.userChanges.first(),
    follow: (link) => deps.userChanges.follow(link),
    hintsOf: async (changes, sweep) => {
      const around = {
        sweep,
        known,
        foundAt: deps.now().toISOString(),
        policies: await policiesFor(deps, sweep),
      };
      // A page may tell of a user several times and promises no order: the run reads the user itself.
      const latest = new Map(changes.map((change) => [change.user as string, change]));
      const hints: Hint[] = [];
      const isBaseline = sweep.lastRoundStartedAt === null;
      for (const change of latest.values()) {
        if (sweep.isFull) told.add(change.user);
        if (isBaseline && wasHere(change, sweep)) {
          await recordBaseline(deps.subjects, change, around.policies);
          continue;
        }
        if (!(await isOurs(change, around))) continue;
        hints.push(await hintOf(change, around));
      }
      return hints;
    },
    hintsAtEnd: async (sweep) => {
      if (!sweep.isFull || sweep.lastRoundStartedAt === null) return [];
      const untold = [...(await known()).keys()].filter((id) => !told.has(id));
      return absentHints(deps, untold, sweep);
    },
  };
}

interface Around {
  sweep: SweepCursor;
  known: ReturnType<typeof knownGuests>;
  foundAt: string;
  /** Of a full round only: changes are few, and theirs are looked at whatever the policies say. */
  policies: readonly PartnerPolicy[];
}

const policiesFor = ({ partners }: Deps, { isFull }: SweepCursor): Promise<PartnerPolicy[]> =>
  isFull ? partners.list() : Promise.resolve([]);

async function isOurs(change: UserChange, { sweep, known, policies }: Around): Promise<boolean> {
  if (change.kind !== 'present') return (await known()).has(change.user);
  const { facts } = change;
  if (facts === null) return true;
  const isStranger = !isExternal(facts) || (sweep.isFull && !isClaimed(facts, policies));
  if (!isStranger) return true;
  const row = (await known()).get(change.user);
  return row !== undefined && !(sweep.isFull && isNobodys(row));
}

/** A guest of no partner, to whom nothing was ever given: a full round would look at thousands of them for nothing. */
const isNobodys = ({ partner, state }: SubjectRow): boolean =>
  partner === null && (state === 'observed' || state === 'ignored');

const isClaimed = ({ domain }: UserFacts, policies: readonly PartnerPolicy[]): boolean =>
  domain !== null && policyForDomain(policies, domain) !== undefined;

async function hintOf(change: UserChange, { sweep, known, foundAt }: Around): Promise<Hint> {
  const fact = change.kind === 'present' ? ('changed' as const) : change.kind;
  const eventAt = changedAt(change, sweep);
  // A full round tells of everybody: only what is new since the last round counts as a change.
  const isNew = eventAt !== undefined && eventAt > (sweep.lastRoundStartedAt ?? eventAt);
  const isChange = !sweep.isFull || isNew || !(await known()).has(change.user);
  const seen = isChange ? { at: foundAt, fact, ...(eventAt && { eventAt }) } : undefined;
  return sweptHint(change.user, sweep, seen);
}

/** How far the directory's own times may lie before the round that had to show the change (replication). */
const REPLICATION_MS = 10 * 60_000;

/** When the change happened, where the directory dates it: an invitation, an acceptance. */
function changedAt(change: UserChange, { lastRoundStartedAt }: SweepCursor): string | undefined {
  if (change.kind !== 'present' || lastRoundStartedAt === null) return undefined;
  const youngerThanMs = Date.parse(lastRoundStartedAt) - REPLICATION_MS;
  const times = [change.createdAt, change.facts?.externalUserStateChangedAt ?? null];
  return times
    .filter((time) => time !== null)
    .filter((time) => Date.parse(time) > youngerThanMs)
    .sort()
    .at(-1);
}

/** Guests we know and a full round did not tell of are only candidates: each is looked up before it counts as absent. */
async function absentHints(
  { directory, now }: Deps,
  candidates: readonly string[],
  sweep: SweepCursor,
): Promise<Hint[]> {
  const hints: Hint[] = [];
  for (let start = 0; start < candidates.length; start += CONFIRM_AT_ONCE) {
    const asked = candidates.slice(start, start + CONFIRM_AT_ONCE).map(guestId);
    const there = await directory.readUsers(asked);
    const absent = asked.filter((id) => !there.has(id));
    hints.push(...absent.map((id) => sweptHint(id, sweep, { at: now().toISOString(), fact: 'absent' })));
  }
  return hints;
}
