import { isDeepStrictEqual } from 'node:util';
import { RetryableError, TerminalError } from '../../../shared/domain/codes';
import type { PartnerPolicy } from '../../../shared/domain/partner-policy';
import {
  completePolicy,
  type PartnerPolicyFile,
  type PolicyGroups,
} from '../../../shared/domain/partner-policy-file';
import {
  alreadyTrue,
  blocked,
  willCreate,
  type PrepareStep,
  type StepHead,
} from '../../../shared/domain/prepare/prepare-step';
import type { ApiClient } from '../../api-client';
import { ApiError } from '../../api-error';
import { readStoredPolicy } from '../policy-file/read-stored-policy';
import type { Section } from './section';

/**
 * The last step of preparing a partner: the policy is stored, with the ids of the groups that were found or made. A stored
 * policy that says something else is left alone: what that would change for guests is shown by `partner diff` first.
 */
export function storedPolicySection(api: ApiClient, file: PartnerPolicyFile, found: PolicyGroups): Section {
  const head: StepHead = {
    id: 'policy',
    what: `The policy of ${file.partner} is stored (mode: ${file.mode.kind})`,
    why: 'Gatehouse knows partners by their stored policies only.',
  };
  return {
    id: 'policy',
    what: 'The stored policy',
    role: 'Gatehouse.Operator (an app role of Gatehouse)',
    look: () =>
      told(async () => {
        const stored = await readStoredPolicy(api, file.partner);
        return [planStored(head, completePolicy(file, found), stored?.value)];
      }),
    make: () =>
      told(async () => {
        const complete = completePolicy(file, found);
        if (complete === undefined) throw new TerminalError('rejected', 'the groups are not known yet');
        const stored = await readStoredPolicy(api, file.partner);
        await api.put(`partners/${file.partner}`, complete, stored?.etag ?? null);
      }),
  };
}

function planStored(
  head: StepHead,
  complete: PartnerPolicy | undefined,
  stored: PartnerPolicy | undefined,
): PrepareStep {
  if (complete === undefined) return willCreate(head, 'its groups do not exist yet', null);
  if (stored === undefined)
    return willCreate(head, 'no policy of this partner is stored', { kind: 'store-policy' });
  if (isDeepStrictEqual(stored, complete)) return alreadyTrue(head, 'as the file says');
  return blocked(
    head,
    'another policy of this partner is stored',
    `gatehouse partner diff -f FILE shows what the file would change for guests; then gatehouse partner apply -f FILE`,
  );
}

/** The admin API's refusals in the words that sections know. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.kind === 'unreachable')
      throw new RetryableError('unavailable', error.message, 10, { cause: error });
    throw new TerminalError(error.status === 403 ? 'forbidden' : 'rejected', error.message, { cause: error });
  }
}
