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
import { readMessage } from './read-message';

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
 * down and starts what they minted. One bad message never holds back the other 99: a transient trouble sends a
 * scheduled copy, a malformed or worn-out message becomes a failure row. It throws only where the bus or the
 * tables are out of reach altogether; then the whole batch comes again.
 */
export const dispatchHints =
  (deps: DispatcherDeps) =>
  async (messages: readonly unknown[], context: InvocationContext, runs: Runs): Promise<void> => {
    const hints = await readHints(deps, messages, context);
    const wanted = await withoutUnwatchedGroups(deps, hints);
    const users = await readGuests(deps, wanted, context);
    const verdicts = await Promise.all(
      wanted.map(async (hint) => ({ hint, verdict: await takeOne(deps, runs, hint, users, context) })),
    );
    const taken = verdicts.filter(({ verdict }) => verdict === 'taken').map(({ hint }) => hint);
    await deps.noteHeard?.({ taken, all: hints }, context);
  };

/** The hints the messages hold; what else they hold is dealt with here. */
async function readHints(
  deps: DispatcherDeps,
  messages: readonly unknown[],
  context: InvocationContext,
): Promise<Hint[]> {
  const hints: Hint[] = [];
  const asked = new Set<string>();
  for (const message of messages) {
    const read = readMessage(message, deps.tenantId ?? null, deps.now().toISOString());
    if (read.kind === 'hints') hints.push(...read.hints);
    else if (read.kind === 'reauthorize') asked.add(read.subscriptionId);
    else if (read.kind === 'malformed') await parkMalformed(deps, message, read.problem);
    else context.info(`Left out ${read.why}`);
  }
  await deps.markAsked?.(asked);
  return hints;
}

/** Most groups of a tenant are none of our business, our own access groups' changes included. */
async function withoutUnwatchedGroups(
  { partners }: DispatcherDeps,
  hints: readonly Hint[],
): Promise<readonly Hint[]> {
  if (hints.every(({ viaGroup }) => viaGroup === undefined)) return hints;
  const watched = watchedGroups(await partners.list());
  return hints.filter(({ viaGroup }) => viaGroup === undefined || watched.has(viaGroup));
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
  users: Users,
  context: InvocationContext,
): Promise<'taken' | 'left'> {
  try {
    const verdict = hint.kind === 'guest' ? await judgeGuest(deps, guestId(hint.id), users) : 'take';
    if (verdict === 'drop') return 'left';
    if (verdict !== 'take') {
      await putOff(deps, hint, verdict);
      return 'left';
    }
    const run = await deps.life.takeHint(hint);
    if (run !== null) await runs.start({ kind: hint.kind, id: hint.id }, run);
    return 'taken';
  } catch (error) {
    context.warn(`Hint ${hint.hintId} for ${hint.kind}-${hint.id} met trouble and is put off`, error);
    await putOff(deps, hint, 'trouble');
    return 'left';
  }
}

/** Members are none of our business; a user nobody knows may not be replicated yet. */
async function judgeGuest(
  { directory, subjects }: DispatcherDeps,
  guest: GuestId,
  users: Users,
): Promise<'take' | 'drop' | 'trouble' | 'unknown-user'> {
  if (users === 'unreadable') return 'trouble';
  const user = users.get(guest);
  if (user !== undefined && isExternal(user)) return 'take';
  if ((await subjects.read({ kind: 'guest', id: guest })) !== undefined) return 'take';
  if (user !== undefined) return 'drop';
  return (await directory.isSoftDeleted(guest)) ? 'drop' : 'unknown-user';
}
