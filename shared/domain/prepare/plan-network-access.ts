import type { ProfileKind } from '../partner-policy';
import type { ProfileFacts } from './plan-profiles';
import { alreadyTrue, blocked, willCreate, type PrepareStep, type StepHead } from './prepare-step';

/** Global Secure Access, as the operator wants it. Every tenant-wide, licence-bearing step is asked for by itself. */
export interface NetworkAccessWish {
  mayOnboard: boolean;
  /** Profiles that may be switched on. */
  enable: readonly ProfileKind[];
  /** Profiles that may be taken from "all users". */
  narrow: readonly ProfileKind[];
  /** Profiles that are looked at; those above are among them. */
  profiles: readonly ProfileKind[];
}

/** What was read of Global Secure Access in the tenant. */
export interface NetworkAccessFacts {
  onboardingStatus: string;
  profiles: readonly Omit<ProfileFacts, 'isAssigned'>[];
}

/** Is the tenant onboarded, and are the profiles on and scoped? Pure. */
export function planNetworkAccess(facts: NetworkAccessFacts, wish: NetworkAccessWish): PrepareStep[] {
  const onboarding = planOnboarding(facts.onboardingStatus, wish.mayOnboard);
  const isThere = facts.onboardingStatus === 'onboarded';
  return [
    onboarding,
    ...wish.profiles.flatMap((kind) => {
      const profile = facts.profiles.find((one) => one.kind === kind);
      return isThere
        ? [planEnabled(kind, profile, wish), planScope(kind, profile, wish)]
        : planBeforeOnboarding(kind, onboarding, wish);
    }),
  ];
}

/** GET first, POST only where it can help: what onboarding twice answers is not documented (facts, B). */
function planOnboarding(status: string, mayOnboard: boolean): PrepareStep {
  const head: StepHead = {
    id: 'onboarding',
    what: 'The tenant is onboarded to Global Secure Access',
    why: 'No traffic of any guest goes through it before that.',
  };
  switch (status) {
    case 'onboarded':
      return alreadyTrue(head, 'onboarded');
    case 'onboardingInProgress':
      return willCreate(head, 'onboarding is under way', { kind: 'await' });
    case 'offboarded':
    case 'onboardingErrorOccurred':
      return mayOnboard
        ? willCreate(head, status, { kind: 'onboard' })
        : blocked(head, status, 'say --onboard: it is tenant-wide and needs Global Secure Access licences');
    default:
      return blocked(
        head,
        status,
        'look into the Entra admin centre: from this state nothing can be started',
      );
  }
}

const enabledHead = (kind: ProfileKind): StepHead => ({
  id: `profile-enabled ${kind}`,
  what: `The ${kind} traffic profile is enabled`,
  why: 'A profile that is off is fetched by no client, whoever is assigned.',
});

const scopeHead = (kind: ProfileKind): StepHead => ({
  id: `profile-scope ${kind}`,
  what: `The ${kind} traffic profile is for those assigned, not for all users`,
  why: 'A profile for all users cannot be given to one guest, nor taken from one.',
});

const NEEDS_ENABLE =
  'it is tenant-wide and needs licences; a profile enabled now starts with nobody assigned';

function planBeforeOnboarding(
  kind: ProfileKind,
  onboarding: PrepareStep,
  wish: NetworkAccessWish,
): PrepareStep[] {
  const observed = 'the tenant has no profiles before it is onboarded';
  const step = (head: StepHead, isWanted: boolean, flag: string): PrepareStep => {
    if (!isWanted) return blocked(head, observed, flag);
    return onboarding.verdict === 'blocked'
      ? blocked(head, observed, 'onboard first')
      : willCreate(head, observed, null);
  };
  return [
    step(enabledHead(kind), wish.enable.includes(kind), `say --enable-profile ${kind}: ${NEEDS_ENABLE}`),
    step(
      scopeHead(kind),
      wish.narrow.includes(kind),
      `say --narrow-profile ${kind}, which does nothing where it is not needed`,
    ),
  ];
}

function planEnabled(
  kind: ProfileKind,
  profile: NetworkAccessFacts['profiles'][number] | undefined,
  wish: NetworkAccessWish,
): PrepareStep {
  const head = enabledHead(kind);
  if (profile === undefined)
    return blocked(
      head,
      'the tenant has no such profile',
      'look into the Entra admin centre: it should be there',
    );
  if (profile.isEnabled) return alreadyTrue(head, 'enabled');
  return wish.enable.includes(kind)
    ? willCreate(head, 'disabled', { kind: 'enable-profile', profile: profile.id })
    : blocked(head, 'disabled', `say --enable-profile ${kind}: ${NEEDS_ENABLE}`);
}

function planScope(
  kind: ProfileKind,
  profile: NetworkAccessFacts['profiles'][number] | undefined,
  wish: NetworkAccessWish,
): PrepareStep {
  const head = scopeHead(kind);
  if (profile === undefined)
    return blocked(head, 'the tenant has no such profile', 'look into the Entra admin centre');
  if (profile.servicePrincipal === null) {
    return blocked(
      head,
      'it names no enterprise app: most likely it is for all users',
      'take "all users" off it in the Entra admin centre (no call is documented), or let policies say acceptTenantWideProfile: true',
    );
  }
  if (profile.isForEverybody !== true) return alreadyTrue(head, 'an assignment is required');
  return wish.narrow.includes(kind)
    ? willCreate(head, 'it is for all users', {
        kind: 'narrow-profile',
        servicePrincipal: profile.servicePrincipal,
      })
    : blocked(
        head,
        'it is for all users',
        `say --narrow-profile ${kind}: everybody who is not assigned loses it`,
      );
}
