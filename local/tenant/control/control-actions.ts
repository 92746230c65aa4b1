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
import { notificationActions } from './notification-actions';
import { partnerActions } from './partner-actions';
import { personActions } from './person-actions';
import { roleActions } from './role-actions';
import { stateActions } from './state-actions';

/** Every action of the control API by name; a new one is one more line here. */
export const controlActions = {
  ...clockActions,
  ...faultActions,
  ...machineActions,
  ...cloudPcActions,
  ...signInActions,
  ...sessionActions,
  ...guestActions,
  ...personActions,
  ...roleActions,
  ...groupActions,
  ...notificationActions,
  ...partnerActions,
  ...trafficActions,
  ...stateActions,
  ...callActions,
};

/** What tests and the local stack call; the same as the control API does. */
export type TenantControl = ControlOf<typeof controlActions>;
