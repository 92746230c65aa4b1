import type { GroupId } from '../ids';
import {
  afterGroup,
  alreadyTrue,
  blocked,
  willCreate,
  type PrepareStep,
  type StepHead,
} from './prepare-step';

/** A private app of a policy, by the object id of its service principal. */
export interface PrivateAppFacts {
  id: string;
  /** null = there is no such service principal. */
  displayName: string | null;
  /** Whether the access group is assigned; false while there is no group. */
  isAssigned: boolean;
}

/** Do the access group's members reach the private apps? Pure. */
export function planPrivateApps(apps: readonly PrivateAppFacts[], group: GroupId | null): PrepareStep[] {
  return apps.map((app) => {
    const head: StepHead = {
      id: `private-app ${app.id}`,
      what: `The private app ${app.displayName ?? app.id} is assigned`,
      why: 'The private profile alone reaches nothing: each app behind it has to be assigned.',
    };
    if (app.displayName === null) {
      return blocked(
        head,
        'there is no such enterprise app',
        'correct privateApps: it holds object ids of service principals, not application ids',
      );
    }
    if (group === null) return afterGroup(head);
    if (app.isAssigned) return alreadyTrue(head, 'the group is assigned');
    return willCreate(head, 'the group is not assigned', {
      kind: 'assign-private-app',
      group,
      servicePrincipal: app.id,
    });
  });
}
