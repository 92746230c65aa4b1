import type { GroupId } from '../ids';
import { groupRefusal, type GroupTraits } from './judge-group';
import { alreadyTrue, blocked, willCreate, type PrepareStep, type StepHead } from './prepare-step';

/** A group that preparation needs: named by its id in the policy, or by the name it is made with. */
export interface GroupWish {
  id: GroupId | null;
  /** `uniqueName`, display name and mail nickname of the group where there is no id. */
  name: string;
  description: string;
}

/** What the directory says of it. By name: those that have the unique name or, if none has, the mail nickname. */
export type GroupSighting =
  | { by: 'id'; state: GroupTraits | 'soft-deleted' | 'absent' }
  | { by: 'name'; matches: readonly GroupTraits[] };

/** The group that was found, if it is one and guests can be let in by it. */
export function usableGroup(sighting: GroupSighting): GroupId | null {
  const found = sighting.by === 'id' ? sighting.state : only(sighting.matches);
  return typeof found === 'object' && found !== null && groupRefusal(found) === null ? found.id : null;
}

/** Does the group exist, and can it be used? Pure. */
export function planGroup(head: StepHead, wish: GroupWish, sighting: GroupSighting): PrepareStep {
  if (sighting.by === 'id') return planById(head, wish, sighting.state);
  const { matches } = sighting;
  if (matches.length > 1) {
    const ids = matches.map(({ id }) => id).join(', ');
    return blocked(
      head,
      `${matches.length} groups are called ${wish.name}: ${ids}`,
      'look which one it is and name it by its id',
    );
  }
  const found = only(matches);
  if (found !== null) return judged(head, found);
  return willCreate(head, `no group is called ${wish.name}`, {
    kind: 'create-group',
    uniqueName: wish.name,
    displayName: wish.name,
    description: wish.description,
  });
}

function planById(
  head: StepHead,
  wish: GroupWish,
  state: GroupTraits | 'soft-deleted' | 'absent',
): PrepareStep {
  const id = wish.id ?? '';
  if (state === 'soft-deleted') {
    return blocked(
      head,
      `the group ${id} was deleted; it can be restored for 30 days, and keeps its assignments then`,
      `restore it (az rest --method POST --url https://graph.microsoft.com/v1.0/directory/deletedItems/${id}/restore), then check again; or take its id out of the file: a new group is made`,
    );
  }
  if (state === 'absent') {
    return blocked(
      head,
      `there is no group ${id} in this tenant`,
      'correct the id, or take it out of the file: a new group is made',
    );
  }
  return judged(head, state);
}

function judged(head: StepHead, group: GroupTraits): PrepareStep {
  const refusal = groupRefusal(group);
  const named = `${group.displayName} (${group.id})`;
  if (refusal !== null) {
    return blocked(
      head,
      `${named} cannot be used: ${refusal}`,
      'name an assigned security group, or none at all: then one is made',
    );
  }
  const unknown =
    group.isPackageManaged === null
      ? 'whether an access package manages it could not be read (needs EntitlementManagement.Read.All)'
      : null;
  return alreadyTrue(head, named, unknown);
}

const only = (matches: readonly GroupTraits[]): GroupTraits | null =>
  matches.length === 1 ? (matches[0] ?? null) : null;
