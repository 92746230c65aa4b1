import type { RefusalCode } from './codes';

/** Why a guest waits for somebody. */
export type HoldCode =
  | RefusalCode
  | 'identity-mismatch'
  | 'identity-unsupported'
  | 'blocked'
  | 'crashed'
  | 'partner-cut'
  | 'restored';

/** Who wakes a hold: a hint about the guest, an alarm, or an operator. `afterSeconds` is the alarm's delay. */
interface Wake {
  by: 'hint' | 'alarm' | 'operator';
  afterSeconds: number | null;
  /** What the admin is told to do. */
  fix: string;
}

const HOUR = 3600;
const hourly = (fix: string): Wake => ({ by: 'alarm', afterSeconds: HOUR, fix });
const onHint = (fix: string): Wake => ({ by: 'hint', afterSeconds: null, fix });
const byOperator = (fix: string): Wake => ({ by: 'operator', afterSeconds: null, fix });

/** Every hold names who wakes it. An hourly look costs a few reads; nothing waits for a person to remember. */
export const HOLDS: Readonly<Record<HoldCode, Wake>> = {
  forbidden: hourly('Grant the permission the message names to the service’s identity.'),
  rejected: hourly('Read the message: the service refused the request itself.'),
  'not-found': hourly('Restore what the message names, or correct the partner’s policy.'),
  ambiguous: hourly('Remove the duplicate the message names.'),
  'guest-gone': onHint('Nothing: the guest left the directory.'),
  'writes-not-allowed': onHint(
    'Set the partner’s mode to pilot with this guest, or to enforce; its enrol takes in who was here before.',
  ),
  excluded: onHint('Nothing, if nobody is to touch the guest; else take it off the exclusion list.'),
  'exclusion-unreadable': hourly(
    'Restore the group of GATEHOUSE_EXCLUDED_GROUP, or the permission to read its members; nothing is written before.',
  ),
  'no-free-host': hourly(
    'Add a session host to the pool, or declare a freed one clean (gatehouse host clean) where the policy’s hostReuse takes it.',
  ),
  'group-unusable': hourly(
    'Name another group in the policy, or mend this one: gatehouse partner check says what is wrong with it.',
  ),
  'host-pool-unsupported': hourly('Use a personal pool with single sign-on (enablerdsaadauth:i:1).'),
  'cloud-pc-failed': hourly('Read the Cloud PC’s status in Intune and retry its provisioning.'),
  'tenant-not-onboarded': hourly('Onboard the tenant to Global Secure Access.'),
  'profile-disabled': hourly('Enable the traffic forwarding profile.'),
  'profile-unscoped': hourly('Scope the profile to groups, or accept a tenant-wide profile in the policy.'),
  'profile-not-assigned': hourly('Assign the partner’s access group to the profile’s enterprise app.'),
  'private-app-not-assigned': hourly(
    'Assign the partner’s access group to the private app’s enterprise app: gatehouse partner prepare.',
  ),
  'sign-in-blocked': hourly(
    'Let the partner’s guests sign in: change the Conditional Access policy or the cross-tenant setting the message names.',
  ),
  'desktop-not-shown': hourly(
    'Put the application group into a workspace and give the access group its role: gatehouse partner prepare.',
  ),
  'licence-missing': hourly(
    'Buy units of the Windows 365 licence, or mend the licensing error the message names.',
  ),
  'client-failed': hourly('Read the host’s last install in its timeline, mend the host, and ask again.'),
  'vm-not-running': hourly('Start the virtual machine, or set startVm to always in the policy.'),
  'app-not-assigned': hourly('Assign the client app as required to the Cloud PCs’ device group in Intune.'),
  'read-back-differs': hourly(
    'Somebody changed the tenant meanwhile: compare the evidence with what you expect.',
  ),
  'identity-mismatch': byOperator(
    'Find out who accepted; invite the right person, or correct the partner’s policy.',
  ),
  'identity-unsupported': onHint('Let the guest redeem again with a work account of the partner.'),
  blocked: onHint('Take the guest, or the partner, out of the blocked group.'),
  crashed: byOperator('Read the log of the run; only a replay or a new release tries again.'),
  'partner-cut': onHint(
    'Nothing while the partner is cut; gatehouse partner uncut lets its guests in again.',
  ),
  restored: byOperator(
    'Somebody restored a guest that was offboarded: invite it again through Gatehouse if it may come back, else delete it.',
  ),
  'not-external': byOperator('Find out why an internal account is known as a guest; it was not touched.'),
  'other-partner': byOperator('Correct the policy’s domains, or handle the account by hand.'),
  'admin-role': byOperator('Take the directory role away, then let the guest be looked at again.'),
  synchronised: byOperator(
    'Ask the partner to take the user out of its synchronisation: only its tenant can end the account.',
  ),
  'kill-switch': hourly('Turn the kill switch off when it is safe: gatehouse kill-switch off.'),
  'not-in-plan': byOperator('Draw up a new plan that names the guest, and have it approved.'),
  'removal-cap': {
    by: 'alarm',
    afterSeconds: 24 * HOUR,
    fix: 'Plan the removals: gatehouse partner offboard plan, or wait for tomorrow’s share.',
  },
  'cut-impossible': hourly(
    'Block the partner’s tenant inbound in its cross-tenant access settings, or switch the blocking policy on: no membership keeps its guests out.',
  ),
  adopted: byOperator(
    'Nothing, if it is to stay; else take ownership of it: gatehouse partner adopt --take-ownership.',
  ),
  'sessions-open': hourly('Log the session off by hand and find out why it does not end.'),
};
