import { cloudPcActions } from '../desktops/cloud-pc-actions';
import { machineActions } from '../desktops/machine-actions';
import { sessionActions } from '../desktops/session-actions';
import { signInActions } from '../desktops/sign-in-actions';
import { trafficActions } from '../network-access/traffic-actions';
import { callActions } from './call-actions';
import { clockActions } from './clock-actions';
import type { ControlOf } from './control-action';
import { faultActions } from './fault-actions';
import { groupActions } from './group-actions';
import { guestActions } from './guest-actions';
import { mailActions } from './mail-actions';
import { notificationActions } from './notification-actions';
import { partnerActions } from './partner-actions';
import { personActions } from './person-actions';
import { roleActions } from './role-actions';
import { stateActions } from './state-actions';

/** The actions by what they are about, as `tenant:ctl --help` shows them; a new one is one more line in its file. */
export const actionGroups = {
  'Time and state': { ...clockActions, ...stateActions },
  'Guests and users': { ...guestActions, ...personActions },
  Mail: mailActions,
  Groups: groupActions,
  'Partner organisations': partnerActions,
  'Who may do what': { ...roleActions, ...callActions },
  'Desktops and sessions': { ...signInActions, ...sessionActions, ...machineActions },
  'Windows 365, Intune and Global Secure Access': { ...cloudPcActions, ...trafficActions },
  'Change notices': notificationActions,
  'Faults, lag and limits': faultActions,
};

/** Every action of the control API by name. */
export const controlActions = {
  ...actionGroups['Time and state'],
  ...actionGroups['Guests and users'],
  ...actionGroups.Mail,
  ...actionGroups.Groups,
  ...actionGroups['Partner organisations'],
  ...actionGroups['Who may do what'],
  ...actionGroups['Desktops and sessions'],
  ...actionGroups['Windows 365, Intune and Global Secure Access'],
  ...actionGroups['Change notices'],
  ...actionGroups['Faults, lag and limits'],
};

/** What tests and the local stack call; the same as the control API does. */
export type TenantControl = ControlOf<typeof controlActions>;
