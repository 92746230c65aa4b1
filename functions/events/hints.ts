import type { InvocationContext } from '@azure/functions';
import type { Directory } from '../../shared/clients/directory';
import type { HintBus } from '../../shared/clients/hint-bus';
import type { Runs } from '../../shared/clients/runs';
import { isExternal, type UserFacts } from '../../shared/domain/guest-facts';
import { guestId, type GuestId, type TenantId } from '../../shared/domain/ids';
import { watchedGroups } from '../../shared/domain/partner-policy';
import type { Hint } from '../../shared/domain/hint';
import type { Failures } from '../../shared/state/failures';
import type { Partners } from '../../shared/state/partners';
import type { SubjectLife } from '../../shared/state/subject-life';
import type { Subjects } from '../../shared/state/subjects';
import type { NoteHeard } from './note-heard';
import { parkMalformed } from './park-message';
import { putOff } from './put-off-hint';
import { sortMessages } from './sort-messages';

export interface DispatcherDeps {
  directory: Directory;
  subjects: Subjects;
  life: SubjectLife;
  hints: HintBus;
  failures: Failures;
  partners: Partners;
  now: () => Date;
  /** Whose events are taken; a hint names no tenant. */
  tenantId?: TenantId;
  /** Keeps what hints said beside whom to look at. */
  noteHeard?: NoteHeard;
  /** Told of the subscriptions that Graph wants reauthorised, where its events come by the queue. */
  markAsked?: (subscriptionIds: ReadonlySet<string>) => Promise<void>;
}

/**
 * The dispatcher: takes a batch of hints, reads their users in bulk, drops who is not external, writes the rows
 * down and starts what they minted. One bad message never holds back, or repeats, the other 99: a transient trouble
 * sends a scheduled copy, a malformed or worn-out message becomes a failure row. It throws only where a copy was to
 * be sent and the bus did not take it; then the whole batch comes again, which costs looks and no more.
 */
export const dispatchHints =
  (deps: DispatcherDeps) =>
  async (messages: readonly unknown[], context: InvocationContext, runs: Runs): Promise<void> => {
    const at = deps.now().toISOString();
    const { hints, asked, malformed } = sortMessages(messages, deps.tenantId ?? null, at, context);
    const watched = await readWatchedGroups(deps, hints, context);
    const wanted = watched === 'unreadable' ? hints : hints.filter((hint) => isWanted(hint, watched));
    const users = await readGuests(deps, wanted, context);
    const verdicts = await Promise.all(
      wanted.map(async (hint) => ({
        hint,
        verdict: await takeOne(deps, runs, hint, { users, watched }, context),
      })),
    );
    const taken = verdicts.filter(({ verdict }) => verdict === 'taken').map(({ hint }) => hint);
    await deps.noteHeard?.({ taken, all: hints }, context);
    await noteAsked(deps, asked, context);
    for (const one of malformed) await parkMalformed(deps, one, context);
  };

type Watched = ReadonlySet<string> | 'unreadable';

/** Most groups of a tenant are none of our business, our own access groups' changes included. */
const isWanted = ({ viaGroup }: Hint, watched: ReadonlySet<string>): boolean =>
  viaGroup === undefined || watched.has(viaGroup);

async function readWatchedGroups(
  { partners }: DispatcherDeps,
  hints: readonly Hint[],
  context: InvocationContext,
): Promise<Watched> {
  if (hints.every(({ viaGroup }) => viaGroup === undefined)) return new Set();
  try {
    return watchedGroups(await partners.list());
  } catch (error) {
    context.warn('The policies could not be read; hints about groups are put off', error);
    return 'unreadable';
  }
}

/** A wish that is lost here is no loss: a subscription is renewed within the hour unasked. */
async function noteAsked(
  { markAsked }: DispatcherDeps,
  asked: ReadonlySet<string>,
  context: InvocationContext,
): Promise<void> {
  try {
    await markAsked?.(asked);
  } catch (error) {
    context.warn('A wish for reauthorization could not be noted; the subscription is renewed unasked', error);
  }
}

type Users = Map<GuestId, UserFacts> | 'unreadable';

async function readGuests(
  { directory }: DispatcherDeps,
  hints: readonly Hint[],
  context: InvocationContext,
): Promise<Users> {
  const ids = [...new Set(hints.filter(({ kind }) => kind === 'guest').map(({ id }) => guestId(id)))];
  if (ids.length === 0) return new Map();
  try {
    return await directory.readUsers(ids);
  } catch (error) {
    context.warn(`The directory could not be read for ${ids.length} hint(s); they are put off`, error);
    return 'unreadable';
  }
}

async function takeOne(
  deps: DispatcherDeps,
  runs: Runs,
  hint: Hint,
  { users, watched }: { users: Users; watched: Watched },
  context: InvocationContext,
): Promise<'taken' | 'left'> {
  try {
    const isUnknown = hint.viaGroup !== undefined && watched === 'unreadable';
    const verdict = isUnknown ? 'trouble' : await judge(deps, hint, users);
    if (verdict === 'drop') return 'left';
    if (verdict !== 'take') {
      await putOff(deps, hint, verdict, context);
      return 'left';
    }
    const run = await deps.life.takeHint(hint);
    if (run !== null) await runs.start({ kind: hint.kind, id: hint.id }, run);
    return 'taken';
  } catch (error) {
    context.warn(`Hint ${hint.hintId} for ${hint.kind}-${hint.id} met trouble and is put off`, error);
    await putOff(deps, hint, 'trouble', context);
    return 'left';
  }
}

const isPurged = ({ seen = [] }: Hint): boolean => seen.some(({ fact }) => fact === 'deleted');

type Verdict = 'take' | 'drop' | 'trouble' | 'unknown-user';

/** Members are none of our business; a user nobody knows may not be replicated yet, unless it is said to be gone for good. */
async function judge({ directory, subjects }: DispatcherDeps, hint: Hint, users: Users): Promise<Verdict> {
  if (hint.kind !== 'guest') return 'take';
  if (users === 'unreadable') return 'trouble';
  const guest = guestId(hint.id);
  const user = users.get(guest);
  if (user !== undefined && isExternal(user)) return 'take';
  if ((await subjects.read({ kind: 'guest', id: guest })) !== undefined) return 'take';
  if (user !== undefined || isPurged(hint)) return 'drop';
  return (await directory.isSoftDeleted(guest)) ? 'drop' : 'unknown-user';
}
