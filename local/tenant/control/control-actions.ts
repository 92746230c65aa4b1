import { clockActions } from './clock-actions';
import type { ControlOf } from './control-action';
import { faultActions } from './fault-actions';

/** Every action of the control API by name; a new one is one more line here. */
export const controlActions = {
  ...clockActions,
  ...faultActions,
};

/** What tests and the local stack call; the same as the control API does. */
export type TenantControl = ControlOf<typeof controlActions>;
