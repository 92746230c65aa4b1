import { z } from 'zod';

/** Name of the cursor that holds the switch. */
export const KILL_SWITCH = 'kill-switch';

/** Read before each destructive call: on = none is made. `detail` of the cursor. */
export const killSwitchSchema = z.object({
  isOn: z.boolean(),
  /** Object id of who turned it. */
  by: z.string(),
  reason: z.string(),
});
export type KillSwitch = z.infer<typeof killSwitchSchema>;
