import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from './check';
import type { TrustedClaims } from './judge-cross-tenant-access';

/** A Conditional Access policy that would apply to a guest's sign-in. */
export interface AppliedPolicy {
  id: string;
  /** `enabled`, `enabledForReportingButNotEnforced`, or a newer value. */
  state: string;
  /** `block`, `mfa`, `compliantDevice`, `domainJoinedDevice`, or others. */
  controls: string[];
  /** Whether any one of the controls is enough. */
  isAnyEnough: boolean;
}

const DEVICE_CONTROLS: Readonly<Record<string, keyof TrustedClaims>> = {
  compliantDevice: 'compliantDevice',
  domainJoinedDevice: 'hybridJoinedDevice',
};

/**
 * Could a guest of the partner sign in to a desktop? A block does not let in, nor does a demand for a managed device
 * whose claim is not trusted (External user access with Global Secure Access, 9 April 2026). Pure.
 */
export function judgeConditionalAccess(
  policies: readonly AppliedPolicy[],
  trust: TrustedClaims,
): JudgedCheck {
  const enforced = policies.filter(({ state }) => state === 'enabled');
  for (const policy of enforced) {
    const obstacle = obstacleOf(policy, trust);
    if (obstacle !== undefined)
      return blockedCheck('conditional-access', 'sign-in-blocked', `policy ${policy.id} ${obstacle}`);
  }
  const secondFactor = enforced.find(({ controls }) => controls.includes('mfa'));
  if (secondFactor !== undefined && !trust.mfa) {
    return warningCheck(
      'conditional-access',
      `policy ${secondFactor.id} wants a second factor, and the partner’s is not trusted: a guest registers one here`,
      'Trust multifactor authentication of the partner’s tenant: gatehouse partner prepare.',
    );
  }
  return okCheck('conditional-access', `${enforced.length} policies apply and none keeps a guest out`);
}

function obstacleOf({ controls, isAnyEnough }: AppliedPolicy, trust: TrustedClaims): string | undefined {
  if (controls.includes('block')) return 'blocks guests of this partner';
  const isMet = (control: string): boolean => {
    const claim = DEVICE_CONTROLS[control];
    return claim === undefined || trust[claim];
  };
  const isOpen = isAnyEnough ? controls.length === 0 || controls.some(isMet) : controls.every(isMet);
  return isOpen ? undefined : 'wants a managed device, and the partner’s device claims are not trusted';
}
