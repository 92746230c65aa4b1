import { modeCommand } from '../../shared/domain/mode-change';
import type { PartnerPolicy } from '../../shared/domain/partner-policy';
import type { AdminDeps } from './admin-deps';
import { modeDifference } from './mode-difference';
import { problem, type ProblemResponse } from './problem';

/** Header of a PUT that names the difference which the caller has seen. */
export const MODE_HASH_HEADER = 'gatehouse-mode-hash';

/**
 * Why a policy may not be put because of its mode or enrolment; undefined = they stay as they are, or the caller names
 * the hash of what the step changes for guests. A policy of a new partner steps from nothing.
 */
export async function modeStepProblem(
  deps: Pick<AdminDeps, 'subjects' | 'invitedGuests'>,
  stored: PartnerPolicy | undefined,
  policy: PartnerPolicy,
  hash: string | null,
): Promise<ProblemResponse | undefined> {
  const command = stored && modeCommand(stored, policy);
  if (stored === undefined || command === undefined) return undefined;
  if (hash === null)
    return problem(
      'precondition-required',
      `the policy changes how far Gatehouse may go for ${policy.partner}: look at the difference with "${command}", and put the policy with its hash`,
    );
  const { change } = await modeDifference(deps, stored, policy);
  return change.hash === hash
    ? undefined
    : problem(
        'conflict',
        `the policy or its guests changed since the difference was shown: look again with "${command}"`,
      );
}
