import type { GroupId } from '../ids';
import type { ProfileKind } from '../partner-policy';
import {
  afterGroup,
  alreadyTrue,
  blocked,
  willCreate,
  type PrepareStep,
  type StepHead,
} from './prepare-step';

/** What was read of one built-in forwarding profile. */
export interface ProfileFacts {
  id: string;
  kind: string;
  isEnabled: boolean;
  /** The enterprise app that says whom the profile is for; null = the service names none. */
  servicePrincipal: string | null;
  /** Its application id: what Conditional Access names. */
  appId: string | null;
  /** Whether everybody gets it, whoever is assigned; null = nobody can tell. */
  isForEverybody: boolean | null;
  /** Whether the access group is assigned; null = could not be asked. */
  isAssigned: boolean | null;
}

/** What was read of Global Secure Access for a partner. */
export interface ProfilesFacts {
  onboardingStatus: string;
  profiles: readonly ProfileFacts[];
}

/** Do the access group's members get the wanted traffic profiles? Pure. */
export function planProfiles(
  facts: ProfilesFacts,
  wanted: readonly ProfileKind[],
  acceptTenantWide: boolean,
  group: GroupId | null,
): PrepareStep[] {
  return wanted.map((kind) => {
    const head: StepHead = {
      id: `profile ${kind}`,
      what: `The ${kind} traffic profile is assigned`,
      why: 'The client on the desktop fetches the profiles of whoever is signed in, and takes no other traffic.',
    };
    if (facts.onboardingStatus !== 'onboarded') {
      return blocked(
        head,
        `Global Secure Access onboarding is ${facts.onboardingStatus}`,
        'gatehouse tenant prepare --onboard',
      );
    }
    const profile = facts.profiles.find((one) => one.kind === kind);
    return planProfile(head, profile, acceptTenantWide, group);
  });
}

function planProfile(
  head: StepHead,
  profile: ProfileFacts | undefined,
  acceptTenantWide: boolean,
  group: GroupId | null,
): PrepareStep {
  if (profile?.isEnabled !== true) {
    const kind = head.id.replace('profile ', '');
    return blocked(head, 'the profile is not enabled', `gatehouse tenant prepare --enable-profile ${kind}`);
  }
  const { servicePrincipal, isForEverybody, kind } = profile;
  if (servicePrincipal === null) {
    return acceptTenantWide
      ? alreadyTrue(
          head,
          'it names no enterprise app',
          'most likely it is for all users; the policy accepts that',
        )
      : blocked(
          head,
          'it names no enterprise app: most likely it is for all users, and cannot be given to one group',
          'take "all users" off the profile in the Entra admin centre, or say acceptTenantWideProfile: true',
        );
  }
  if (isForEverybody === true && !acceptTenantWide) {
    return blocked(
      head,
      'it is for all users: a guest who leaves the group keeps it',
      `gatehouse tenant prepare --narrow-profile ${kind}, or say acceptTenantWideProfile: true`,
    );
  }
  if (group === null) return afterGroup(head);
  const wide = isForEverybody === true ? 'it is for all users besides; the policy accepts that' : null;
  if (profile.isAssigned === true) return alreadyTrue(head, 'the group is assigned', wide);
  return willCreate(head, 'the group is not assigned', { kind: 'assign-profile', group, servicePrincipal });
}
