import type { GroupId } from '../../../shared/domain/ids';
import { planBlockPolicy } from '../../../shared/domain/prepare/plan-block-policy';
import { planGroup, usableGroup, type GroupWish } from '../../../shared/domain/prepare/plan-group';
import {
  planNetworkAccess,
  type NetworkAccessWish,
} from '../../../shared/domain/prepare/plan-network-access';
import { planRemoteDesktop, REMOTE_DESKTOP_APPS } from '../../../shared/domain/prepare/plan-remote-desktop';
import type { BreakGlass } from '../../../shared/domain/prepare/prepare-change';
import type { OperatorPorts } from './operator-ports';
import { readGroup } from './read-group';
import type { Section } from './section';

/** What the operator wants of the tenant. */
export interface TenantWish extends NetworkAccessWish {
  /** null = found or made by its name. */
  blockedGroup: GroupId | null;
  breakGlass: BreakGlass;
  mayEnforceBlock: boolean;
}

export const BLOCKED_GROUP_NAME = 'gatehouse-blocked';

/**
 * Applications a blocked guest is kept from, beside the two that sign in over RDP and the profiles' own: Azure Virtual
 * Desktop and Windows 365 (facts, admins-in-practice; the id of Windows 365 is COMMUNITY).
 */
const DESKTOP_APPS = ['9cdead84-a844-4324-93f2-b2e6bb768d07', '0af06dc6-e4b5-4f28-818e-e78e62d137a5'];

/** What a tenant needs once. */
export function tenantSections(ports: OperatorPorts, wish: TenantWish): Section[] {
  const blockedGroup: GroupWish = {
    id: wish.blockedGroup,
    name: BLOCKED_GROUP_NAME,
    description: 'Kept out of desktops and Global Secure Access by Conditional Access (Gatehouse)',
  };
  let found: GroupId | null = null;
  return [
    {
      id: 'network-access',
      what: 'Global Secure Access',
      role: 'Global Secure Access Administrator',
      look: async () => {
        const onboardingStatus = await ports.networkAccess.readOnboardingStatus();
        const profiles = onboardingStatus === 'onboarded' ? await ports.networkAccess.listProfiles() : [];
        return planNetworkAccess({ onboardingStatus, profiles }, wish);
      },
    },
    {
      id: 'remote-desktop',
      what: 'Sign-in over RDP',
      role: 'Application Administrator',
      look: async () =>
        planRemoteDesktop(await Promise.all(REMOTE_DESKTOP_APPS.map((app) => ports.remoteDesktop.read(app)))),
    },
    {
      id: 'blocked-group',
      what: 'The blocked group',
      role: 'Groups Administrator',
      look: async () => {
        const sighting = await readGroup(ports.groups, blockedGroup);
        found = usableGroup(sighting);
        const step = planGroup(BLOCKED_HEAD, blockedGroup, sighting);
        // What the app was told cannot be seen from here: it has to be said each time.
        const setting = '; the app setting GATEHOUSE_BLOCKED_GROUP must be this id';
        return [found === null ? step : { ...step, observed: step.observed + setting }];
      },
    },
    {
      id: 'block-policy',
      what: 'The standing Conditional Access block',
      role: 'Conditional Access Administrator',
      look: async () => {
        const applications = await blockedApplications(ports);
        const policies = await ports.conditionalAccess.list();
        const { breakGlass, mayEnforceBlock: mayEnforce } = wish;
        return planBlockPolicy({ policies, applications }, { breakGlass, mayEnforce }, found);
      },
    },
  ];
}

const BLOCKED_HEAD = {
  id: 'blocked-group',
  what: 'There is a group for those who are kept out',
  why: 'Whoever is in it, directly or through a partner’s access group, loses desktops at once.',
};

/** Only those the tenant knows: Conditional Access takes no others (INFERRED). */
async function blockedApplications(ports: OperatorPorts): Promise<string[]> {
  const wanted = [...DESKTOP_APPS, ...REMOTE_DESKTOP_APPS.map(({ appId }) => appId)];
  const known = await Promise.all(wanted.map(async (id) => ((await ports.apps.hasApp(id)) ? [id] : [])));
  const isOnboarded = (await ports.networkAccess.readOnboardingStatus()) === 'onboarded';
  const profiles = isOnboarded ? await ports.networkAccess.listProfiles() : [];
  return [
    ...known.flat(),
    ...profiles.flatMap(({ appId, isEnabled }) => (isEnabled && appId !== null ? [appId] : [])),
  ];
}
