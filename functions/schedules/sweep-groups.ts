import type { InvocationContext } from '@azure/functions';
import type { GroupChange, GroupChanges } from '../../shared/clients/group-changes';
import { TerminalError } from '../../shared/domain/codes';
import { groupId, guestId, type GroupId } from '../../shared/domain/ids';
import { watchedGroups } from '../../shared/domain/partner-policy';
import { sweepCursorSchema } from '../../shared/domain/sweep-cursor';
import type { Audit } from '../../shared/state/audit';
import type { Failures } from '../../shared/state/failures';
import type { Partners } from '../../shared/state/partners';
import type { Subjects } from '../../shared/state/subjects';
import { closeFinding } from '../close-finding';
import { openFinding } from '../open-finding';
import { runSweep, type Sweep, type SweepDeps } from './run-sweep';
import { sweptHint } from './swept-hint';

interface Deps extends SweepDeps {
  groupChanges: GroupChanges;
  partners: Partners;
  subjects: Subjects;
  failures: Failures;
  audit: Audit;
}

/** Name of a group's cursor. */
export const groupCursor = (group: string): string => `group-${group}`;

/** Key of what is wrong with a watched group. */
const troubleKey = (group: string): string => `watched-group-${group}`;

/**
 * Finds who joined or left a group that a policy names, whether or not a notification told. Each group has its own
 * cursor: one that cannot be read, or is gone, becomes a failure, hints nobody, and holds no other up.
 */
export const sweepGroups =
  (deps: Deps) =>
  async (context: InvocationContext): Promise<void> => {
    for (const group of [...watchedGroups(await deps.partners.list())].map(groupId)) {
      const sweep = groupSweep(deps, group);
      try {
        await runSweep(deps, sweep, context);
        if (sweep.isThere()) await closeFinding(deps, troubleKey(group), 'the group was read to its end');
        else await noteMissing(deps, group);
      } catch (error) {
        context.warn(`The group ${group} could not be swept; nobody is taken for having left it`, error);
        if (error instanceof TerminalError) await openTrouble(deps, group, error.code, error.message);
      }
    }
  };

function groupSweep(deps: Deps, group: GroupId): Sweep<GroupChange> & { isThere: () => boolean } {
  const members = new Set<string>();
  let isGone: boolean | undefined;
  let isUnseen = false;
  return {
    isThere: () => isGone !== true && !isUnseen,
    name: groupCursor(group),
    first: () => deps.groupChanges.first(group),
    follow: (link) => deps.groupChanges.follow(group, link),
    hintsOf: (changes, sweep) => {
      const hints = changes.flatMap((change) => {
        if (change.kind === 'gone' || change.kind === 'present') {
          isGone = change.kind === 'gone';
          return [];
        }
        if (change.kind === 'joined') members.add(change.member);
        return [sweptHint(change.member, sweep, { at: deps.now().toISOString(), fact: change.kind, group })];
      });
      return Promise.resolve(hints);
    },
    hintsAtEnd: async (sweep) => {
      if (!sweep.isFull) return [];
      isUnseen = isGone !== false && sweep.pages === 0;
      // What cannot be read removes nobody: a group that is not told of says nothing about its members.
      if (isUnseen || isGone === true || sweep.lastRoundStartedAt === null) return [];
      const hints = [];
      for await (const { subject, state } of deps.subjects.list({ kind: 'guest' })) {
        const mayHaveLeft = state !== 'ignored' && !members.has(subject.id);
        if (mayHaveLeft) hints.push(sweptHint(guestId(subject.id), sweep, undefined));
      }
      return hints;
    },
  };
}

/** A group that is gone and comes back is read whole: until then there is no place to go on from. */
async function noteMissing(deps: Deps, group: GroupId): Promise<void> {
  await openTrouble(deps, group, 'not-found', `the directory has no group ${group}`);
  const stored = await deps.cursors.read(groupCursor(group));
  if (stored === undefined) return;
  const detail = { ...sweepCursorSchema.parse(stored.value.detail), link: null };
  await deps.cursors.save({ ...stored.value, savedAt: deps.now().toISOString(), detail }, stored.etag);
}

function openTrouble(deps: Deps, group: GroupId, code: string, message: string): Promise<void> {
  return openFinding(deps, {
    flow: 'sweep-groups',
    step: 'readMembers',
    code,
    resource: 'group',
    key: troubleKey(group),
    message: `A group that a policy names cannot be watched, so nobody is admitted or removed by it: ${message}`,
    fix: 'Restore the group, or the permission to read it; or name another group in the policy.',
    partner: null,
    evidence: { group },
  });
}
