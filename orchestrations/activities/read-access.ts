import { planAccess, type AccessStep } from '../../shared/domain/access-plan';
import { blockedCheck, okCheck, type Check, type CheckName } from '../../shared/domain/check';
import type { UserFacts } from '../../shared/domain/guest-facts';
import { judgeHostOs } from '../../shared/domain/judge-host-os';
import { done } from '../../shared/domain/outcome';
import type { ActivityInput } from '../contract';
import type { Act } from './activity';
import { observeAccess, type ObserveDeps } from './observe-access';
import { preparationChecks, type PreparationDeps } from './preparation-checks';

type Deps = ObserveDeps & PreparationDeps;
type Input = ActivityInput<'readAccess'>;

/**
 * Reads the whole chain back, each link from the service that owns it: planned again, there must be nothing left to
 * do. Changes nothing; judges nothing away.
 */
export const readAccess =
  (deps: Deps): Act<'readAccess'> =>
  async (input) => {
    const { guest, partner, preparation, desktop, clientVersion } = input;
    const [{ user, observed }, prepared] = await Promise.all([
      observeAccess(deps, guest, preparation, desktop),
      preparationChecks(deps, partner, preparation),
    ]);
    const { offer, accessGroup } = preparation;
    const cloudPcGroup = offer.kind === 'windows-365' ? offer.cloudPcGroup : null;
    const steps = planAccess({ accessGroup, cloudPcGroup, clientVersion }, { ...observed, gaps: [] });
    return done({
      checks: [
        accountCheck(user),
        ...prepared.map(({ check }) => check),
        ...steps.map((step) => checkOf(step, input)),
        ...(await osChecks(deps, input)),
      ],
    });
  };

function accountCheck(user: UserFacts | undefined): Check {
  const isRight = user?.accountEnabled === true && user.externalUserState !== 'PendingAcceptance';
  if (isRight) return okCheck('account', 'the account is enabled and redeemed').check;
  const state =
    user === undefined
      ? 'gone'
      : `${user.externalUserState ?? 'no invitation'}, enabled: ${user.accountEnabled}`;
  return blockedCheck('account', 'read-back-differs', `the account is ${state}`).check;
}

/** A step with nothing left to do is a link that holds. */
function checkOf({ step, verdict, on, because }: AccessStep, input: Input): Check {
  const name = linkOf(step, on, input);
  return verdict === 'already-true'
    ? okCheck(name, because).check
    : blockedCheck(name, 'read-back-differs', because).check;
}

function linkOf(step: AccessStep['step'], on: string | null, { preparation }: Input): CheckName {
  switch (step) {
    case 'ensureMember':
    case 'removeMember':
      return on === preparation.accessGroup ? 'access-group' : 'cloud-pc-group';
    case 'ensurePersonalHost':
    case 'freePersonalHost':
      return 'personal-host';
    case 'readCloudPc':
      return 'cloud-pc';
    case 'ensureClient':
      return 'client';
    case 'readPreparation':
      return 'tenant';
  }
}

/** Known only where the install's own report told it. */
async function osChecks({ hosts }: Deps, { desktop }: Input): Promise<Check[]> {
  const os = (await hosts.read(desktop.host))?.value.os ?? null;
  return os === null ? [] : [judgeHostOs(os).check];
}
