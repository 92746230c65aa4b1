import { alreadyTrue, willCreate, type PrepareStep, type StepHead } from './prepare-step';

/** A role assignment at one scope, whoever holds it. */
export interface HeldRole {
  /** Resource id of the assignment. */
  id: string;
  /** Object id of the holder, in lower case. */
  principal: string;
}

/** What was read of the places where a pool's guests hold roles. */
export interface OrphanFacts {
  hostPool: string;
  /** Assignments made at these places themselves, not inherited. */
  held: readonly HeldRole[];
  /** Holders that are in the directory, or may come back to it. */
  existing: ReadonlySet<string>;
}

/**
 * Is a role held by nobody? The directory forgets a user or group, the assignment stays, and counts against the limit
 * of its subscription (Troubleshoot Azure RBAC limits, January 2024). It lets nobody in, so it blocks nothing. Pure.
 */
export function planOrphans({ hostPool, held, existing }: OrphanFacts, mayRemove: boolean): PrepareStep {
  const name = hostPool.split('/').at(-1) ?? hostPool;
  const head: StepHead = {
    id: `orphans ${hostPool.toLowerCase()}`,
    what: `Roles for ${name} are held by somebody who is there`,
    why: 'An assignment whose holder is gone for good says nothing, and counts against the subscription’s limit.',
  };
  const orphans = held.filter(({ principal }) => !existing.has(principal));
  if (orphans.length === 0) return alreadyTrue(head, `all ${held.length} are`);
  const holders = [...new Set(orphans.map(({ principal }) => principal))];
  const observed = `${orphans.length} of ${held.length} are held by nobody: ${holders.join(', ')}`;
  return mayRemove
    ? willCreate(head, observed, { kind: 'remove-roles', assignments: orphans.map(({ id }) => id) })
    : alreadyTrue(
        head,
        `${held.length - orphans.length} of ${held.length} are`,
        `${observed}; say --remove-orphans`,
      );
}
